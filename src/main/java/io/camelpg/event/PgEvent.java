package io.camelpg.event;

import io.camelpg.error.PgErrorCode;
import org.jspecify.annotations.Nullable;

/** Something that happened. Carries no SQL text, no parameter value and no credential. */
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
     */
    record CallEnded(
            String connection,
            String operation,
            long durationNanos,
            long rows,
            long updated,
            @Nullable PgErrorCode failure)
            implements PgEvent {}

    /**
     * A streamed result ended, by its last row or early.
     *
     * @param rows read in all
     * @param reported how many of them had been told of by {@link Progress}
     */
    record StreamEnded(String connection, String operation, long rows, long reported) implements PgEvent {}

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
