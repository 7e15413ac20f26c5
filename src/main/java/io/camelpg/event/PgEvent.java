package io.camelpg.event;

import io.camelpg.error.PgErrorCode;
import org.jspecify.annotations.Nullable;

/** Something that happened. Carries no parameter value, no literal of a statement and no credential. */
public sealed interface PgEvent {
    /** Name of the connection. */
    String connection();

    /** The verb, such as {@code query}. */
    String operation();

    /**
     * An operation ended; for a streamed result, its first rows are there.
     *
     * @param rows read or returned, -1 while not known
     * @param updated rows changed, -1 where nothing could be
     * @param failure null if it went well
     * @param called null where it is not known
     */
    record CallEnded(
            String connection,
            String operation,
            long durationNanos,
            long rows,
            long updated,
            @Nullable PgErrorCode failure,
            @Nullable CalledStatement called)
            implements PgEvent {
        /** Where it is not known what was called. */
        public CallEnded(
                String connection,
                String operation,
                long durationNanos,
                long rows,
                long updated,
                @Nullable PgErrorCode failure) {
            this(connection, operation, durationNanos, rows, updated, failure, null);
        }
    }

    /**
     * A streamed result ended, by its last row or early.
     *
     * @param rows read in all
     * @param reported how many of them had been told of by {@link Progress}
     * @param called null where it is not known
     */
    record StreamEnded(String connection, String operation, long rows, long reported, @Nullable CalledStatement called)
            implements PgEvent {}

    /**
     * A notification was given to a route that listens, or dropped because too many waited for it.
     *
     * @param dropped whether it was
     */
    record Notified(String connection, String operation, boolean dropped) implements PgEvent {}

    /**
     * A row that had been claimed from a queue is no longer.
     *
     * @param table the queue, as the endpoint names it
     * @param fate what became of it, such as {@code done}
     */
    record RowEnded(String connection, String operation, String table, String fate) implements PgEvent {}

    /**
     * A table is not what its rows needed, and was changed, or left as it is.
     *
     * @param change what became of it, such as {@code column-added}
     * @param column null where it is not about one
     */
    record SchemaChanged(String connection, String operation, String change, String table, @Nullable String column)
            implements PgEvent {}

    /**
     * A large result is being read.
     *
     * @param rows since the last time
     * @param bytes of their values, since the last time
     * @param totalRows so far
     * @param totalBytes so far
     * @param estimatedRows how many there may be in all, or -1
     */
    record Progress(
            String connection,
            String operation,
            long rows,
            long bytes,
            long totalRows,
            long totalBytes,
            long estimatedRows)
            implements PgEvent {
        /** From 0 to 1; the estimate may be wrong, so 1 is not the end. NaN where there is none. */
        public double share() {
            return estimatedRows <= 0 ? Double.NaN : Math.min(1, (double) totalRows / estimatedRows);
        }
    }
}
