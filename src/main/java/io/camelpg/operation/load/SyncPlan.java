package io.camelpg.operation.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a load endpoint that keeps a table in step with a source. Columns are named as the route names them.
 *
 * @param keys the columns of the key that rows are found by; empty for the primary key
 * @param cursor the column that says which row of a key is newer; null for the order in which they come
 * @param deletes whether rows may be marked as deleted
 * @param metaPrefix what the names of the meta columns begin with
 * @param raw whether rows are also kept as they came
 * @param rawSchema where raw rows, deleted keys and incomplete generations are kept
 * @param batches whether messages say which batch they are
 * @param generations whether messages say which generation they are part of
 * @param swap whether rows that take the place of all others do so in a new table
 * @param cascade whether what depends on the old one goes with it then
 */
public record SyncPlan(
        LoadMode mode,
        List<String> keys,
        @Nullable String cursor,
        boolean deletes,
        String metaPrefix,
        boolean raw,
        String rawSchema,
        boolean batches,
        boolean generations,
        boolean swap,
        boolean cascade) {
    public SyncPlan {
        keys = List.copyOf(keys);
    }
}
