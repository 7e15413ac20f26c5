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

    /** A streamed result ended, by its last row or early. */
    record StreamEnded(String connection, String operation, long rows) implements PgEvent {}
}
