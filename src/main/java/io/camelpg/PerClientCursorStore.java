package io.camelpg;

import io.camelpg.operation.extract.CursorStore;
import io.camelpg.session.Sessions;

/** A store in which each client of a tenant-aware connection has a position of its own, wherever it is kept. */
record PerClientCursorStore(CursorStore store) implements CursorStore {
    @Override
    public Saved load(Sessions sessions, String name) {
        return store.load(sessions, name(sessions, name));
    }

    @Override
    public void save(Sessions sessions, String name, String position, long revision) {
        store.save(sessions, name(sessions, name), position, revision);
    }

    @Override
    public boolean joins(Sessions sessions) {
        return store.joins(sessions);
    }

    /** The connection's name has the client's id in it. */
    private static String name(Sessions sessions, String name) {
        return name + " of " + sessions.database().pool().profile().name();
    }
}
