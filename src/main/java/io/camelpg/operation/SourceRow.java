package io.camelpg.operation;

import io.camelpg.error.PgException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a message on its way into a table.
 *
 * @param source what the message had, to show where the row is rejected
 * @param fields by name; a name that is there with null is NULL
 * @param delete whether the row of that key is to be deleted
 * @param problem why the source is not a row at all; null where it is one
 */
public record SourceRow(
        @Nullable Object source,
        Map<?, ? extends @Nullable Object> fields,
        boolean delete,
        @Nullable PgException problem) {

    /** A source that is not a row. */
    public static SourceRow unreadable(@Nullable Object source, PgException problem) {
        return new SourceRow(source, Map.of(), false, problem);
    }
}
