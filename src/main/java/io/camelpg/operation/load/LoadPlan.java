package io.camelpg.operation.load;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.UnknownFields;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.sql.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load endpoint's settings. Columns are named as the route names them.
 *
 * @param columns that may be written; empty for all
 * @param commitEvery rows per transaction, 0 for all in one
 * @param csv whether the body is CSV
 * @param contract what may become of the table for fields without a column; null for what unknownFields says
 * @param keys fields or columns of the primary key of a table that is made; empty for none
 * @param sync what keeps the table in step with a source; null where rows are just added
 */
public record LoadPlan(
        TableName table,
        long timeoutMillis,
        List<String> columns,
        UnknownFields unknownFields,
        BadRows badRows,
        long commitEvery,
        boolean csv,
        @Nullable SchemaContract contract,
        List<String> keys,
        @Nullable SyncPlan sync) {
    public LoadPlan {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    boolean rejects() {
        return badRows == BadRows.reject;
    }
}
