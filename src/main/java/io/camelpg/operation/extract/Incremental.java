package io.camelpg.operation.extract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the route says of an incremental read. Columns are named as the route names them.
 *
 * @param cursor the column that grows with each change, and others to order by
 * @param keys a unique key; empty for the table's own
 * @param lookBack null for what goes with the cursor's type
 */
public record Incremental(List<String> cursor, List<String> keys, NullCursor nullCursor, @Nullable LookBack lookBack) {
    public Incremental {
        cursor = List.copyOf(cursor);
        keys = List.copyOf(keys);
    }

    /** The same, by another cursor and the table's own key. */
    Incremental by(List<String> other) {
        return new Incremental(other, List.of(), nullCursor, lookBack);
    }
}
