package io.camelpg.operation.load;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.UnknownFields;
import io.camelpg.sql.TableName;
import java.util.List;

/**
 * A load endpoint's settings. Columns are named as the route names them.
 *
 * @param columns that may be written; empty for all
 * @param commitEvery rows per transaction, 0 for all in one
 * @param csv whether the body is CSV
 */
public record LoadPlan(
        TableName table,
        long timeoutMillis,
        List<String> columns,
        UnknownFields unknownFields,
        BadRows badRows,
        long commitEvery,
        boolean csv) {
    public LoadPlan {
        columns = List.copyOf(columns);
    }

    boolean rejects() {
        return badRows == BadRows.reject;
    }
}
