package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;

/** A table that can be read incrementally by these columns, with its statements. */
record IncrementalSource(
        ExtractSource table, Incremental incremental, CursorColumns columns, IncrementalSql sql, HeldBack heldBack) {

    /** @throws PgException PG-504 where the rows have no transaction ids, PG-207 where a column is not there */
    static IncrementalSource of(ExtractPlan plan, ExtractSource table, Incremental incremental) {
        if (!table.facts().versioned()) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "mode=incremental goes by the transactions that wrote the rows, and "
                            + ExtractSource.name(table.relation()) + " is "
                            + (table.relation().kind() == 'r'
                                            || table.relation().kind() == 'p'
                                    ? "stored, in part at least, in another way than ordinary tables"
                                    : table.relation().kindName()),
                    null,
                    "Name the table behind it, with where and columns; or read a query with pg:query and keep its"
                            + " cursor in the route",
                    null);
        }
        CursorColumns columns = CursorColumns.of(table.relation(), incremental);
        return new IncrementalSource(
                table,
                incremental,
                columns,
                new IncrementalSql(plan, table.relation(), columns, incremental.nullCursor()),
                new HeldBack());
    }

    List<String> order() {
        return columns.names();
    }
}
