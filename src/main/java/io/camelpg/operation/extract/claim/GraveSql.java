package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Moves a row to the table of those that are set aside. */
final class GraveSql {
    private GraveSql() {}

    /** @param unchanged the condition that finds the row */
    static RowStatement move(ClaimTable table, String name, RowStatement.Builder statement, String unchanged) {
        Relation grave = Objects.requireNonNull(table.grave());
        RelationColumn attempts = table.attempts();
        RelationColumn failure = table.failure();
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (RelationColumn column : table.relation().columns()) {
            RelationColumn there = grave.column(column.name());
            boolean reason = failure != null && failure.name().equals(column.name());
            if (there == null || there.generated() || reason) {
                continue;
            }
            columns.add(ClaimSql.quoted(column));
            values.add(column.equals(attempts) ? ClaimSql.coalesced(column) + " + 1" : ClaimSql.quoted(column));
        }
        if (failure != null) {
            columns.add(ClaimSql.quoted(failure));
            values.add(ClaimSql.reason(failure, statement));
        }
        return statement.build("WITH camel_pg_moved AS (DELETE FROM " + name + " WHERE " + unchanged
                + " RETURNING *) INSERT INTO "
                + ClaimTable.name(grave).quoted() + " (" + String.join(", ", columns)
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + String.join(", ", values) + " FROM camel_pg_moved");
    }
}
