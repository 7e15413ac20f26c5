package io.camelpg.operation.query;

import io.camelpg.operation.LimitedRows;
import io.camelpg.row.RowStream;
import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A query endpoint's settings.
 *
 * @param template null if each message brings its statement
 * @param streamed whether the outcome is read after the call, in flat memory
 * @param maxRows 0 for no limit
 */
public record QueryPlan(
        @Nullable SqlTemplate template,
        long timeoutMillis,
        long streamIdleMillis,
        boolean streamed,
        int maxRows,
        boolean truncate) {

    /** How many rows to ask for: with one more than is allowed it shows that there are too many; 0 for all. */
    int enough() {
        return maxRows == 0 || maxRows == Integer.MAX_VALUE ? 0 : maxRows + 1;
    }

    RowStream limited(RowStream rows) {
        return maxRows == 0 ? rows : new LimitedRows(rows, maxRows, truncate);
    }
}
