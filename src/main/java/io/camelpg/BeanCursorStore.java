package io.camelpg;

import io.camelpg.operation.extract.CursorStore;
import io.camelpg.session.Sessions;

/** A bean of the application's, as the store of positions. It does not count, so it cannot tell who saved last. */
record BeanCursorStore(PgCursorStore bean) implements CursorStore {
    @Override
    public Saved load(Sessions sessions, String name) {
        return new Saved(bean.load(name), 0);
    }

    @Override
    public void save(Sessions sessions, String name, String position, long revision) {
        bean.save(name, position);
    }

    @Override
    public boolean joins(Sessions sessions) {
        return false;
    }
}
