package io.camelpg.operation.extract;

import io.camelpg.operation.RowLimit;
import io.camelpg.session.FetchSize;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An extract endpoint's settings. Columns are named as the route names them.
 *
 * @param table null where each message names its own, or there is a query
 * @param query the route author's own, instead of a table
 * @param columns that are read; empty for all
 * @param where the route author's condition, as SQL with placeholders; null for none
 * @param anyTable whether messages may name tables that are not on the search path
 * @param streamed whether the outcome is read after the call, in flat memory
 * @param batchSize after how many rows progress is told
 * @param parallel how many sessions may read a table at once
 * @param incremental null where all rows are read
 * @param requested what holds for messages that ask for an incremental read themselves, with the column that they name
 * @param keeping where positions are kept; null where messages bring them
 */
public record ExtractPlan(
        @Nullable TableName table,
        @Nullable SqlTemplate query,
        List<String> columns,
        @Nullable String where,
        boolean anyTable,
        long timeoutMillis,
        long streamIdleMillis,
        boolean streamed,
        RowLimit limit,
        FetchSize fetch,
        int batchSize,
        int parallel,
        @Nullable Incremental incremental,
        Incremental requested,
        @Nullable Keeping keeping) {
    /**
     * Where positions are kept.
     *
     * @param name of the position in the store
     */
    public record Keeping(CursorStore store, String name) {}

    public ExtractPlan {
        columns = List.copyOf(columns);
    }
}
