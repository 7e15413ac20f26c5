package io.camelpg.operation.extract;

import io.camelpg.session.Sessions;
import org.jspecify.annotations.Nullable;

/** Where positions of incremental reads are kept. Thread-safe. */
public interface CursorStore {
    /**
     * What is kept.
     *
     * @param position null for nothing
     * @param revision grows with each save, where the store counts; -1 for nothing
     */
    record Saved(@Nullable String position, long revision) {}

    /** @param sessions that the rows are read in */
    Saved load(Sessions sessions, String name);

    /**
     * Keeps a position in the place of the one that was loaded.
     *
     * @throws io.camelpg.error.PgException PG-409 where somebody else has saved one since
     */
    void save(Sessions sessions, String name, String position, long revision);

    /** Whether what is saved is part of the transaction that these sessions are of. */
    boolean joins(Sessions sessions);
}
