package io.camelpg.operation;

import io.camelpg.row.RowStream;

/** What an operation gave. */
public sealed interface Outcome {
    /**
     * Rows, to be read once and closed.
     *
     * @param updateCount rows changed by a statement with RETURNING, or -1 for one that only read
     */
    record Rows(RowStream rows, long updateCount) implements Outcome {}

    /** A statement without rows: how many it inserted, updated or deleted. */
    record Count(long updated) implements Outcome {}
}
