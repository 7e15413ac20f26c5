package io.camelpg.operation.upsert;

/**
 * Whether the table's row type is in this transaction what it was when the table was looked up. Rows in binary fail where
 * it is not; other ways to write do not notice a column that was added. Used by one thread.
 */
final class RowType {
    private State state;

    private enum State {
        /** Where rows fail now, everything is tried again with a table that is looked up anew. */
        TRIED_AGAIN,
        /** Where rows fail now, what the transaction has done is lost. */
        UNKNOWN,
        /** Rows went through: the table is locked, and cannot change any more. */
        PROVEN,
        CHANGED
    }

    /** @param joined whether the transaction is others' as well */
    RowType(boolean joined) {
        state = joined ? State.UNKNOWN : State.TRIED_AGAIN;
    }

    /** From here on nothing is tried again. */
    void firstWritten() {
        if (state == State.TRIED_AGAIN) {
            state = State.UNKNOWN;
        }
    }

    /** Whether rows need a savepoint before them. */
    boolean unknown() {
        return state == State.UNKNOWN;
    }

    boolean changed() {
        return state == State.CHANGED;
    }

    void markChanged() {
        state = State.CHANGED;
    }

    void markProven() {
        state = State.PROVEN;
    }
}
