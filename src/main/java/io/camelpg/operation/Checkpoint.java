package io.camelpg.operation;

import org.jspecify.annotations.Nullable;

/** Where an incremental read has come to. It counts once everything that was made of its rows has succeeded. */
public interface Checkpoint {
    /** The position behind the rows, as JSON, once all of them were read; null before. */
    @Nullable
    String position();

    /**
     * Keeps the position, where there is something to keep it in and all rows were read.
     *
     * @throws io.camelpg.error.PgException if it cannot be kept: the rows will come again
     */
    void save();

    /** Whether it belongs into the transaction that the rows were read in, and is saved before its end. */
    boolean withinScope();
}
