package io.camelpg.operation.upsert;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.UnknownFields;
import io.camelpg.sql.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upsert endpoint's settings. Columns are named as the route names them.
 *
 * @param keys the columns of a unique key; empty for the primary key, or that of the constraint
 * @param constraint the unique constraint or index to go by; null to go by columns
 * @param columns that may be written; empty for all
 * @param versionColumn for {@link OnConflict#newer}
 * @param returning the columns to give back; empty for none
 * @param commitEvery rows per transaction, 0 for all in one
 */
public record UpsertPlan(
        TableName table,
        long timeoutMillis,
        List<String> keys,
        @Nullable String constraint,
        List<String> columns,
        OnConflict onConflict,
        @Nullable String versionColumn,
        Absent absent,
        UnknownFields unknownFields,
        List<String> returning,
        BadRows badRows,
        long commitEvery) {
    public UpsertPlan {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
        returning = List.copyOf(returning);
    }
}
