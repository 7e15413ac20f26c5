package io.camelpg.operation.extract.claim;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an index serves the claims of a table. Rows that are done stay in most queues, and without an index over those that
 * wait each claim goes past all of them.
 */
final class IndexAdvice {
    private static final int TEXT = 25;

    private static final StatementPlan INDEXES = StatementPlan.system(
            """
            SELECT a.attname::text, pg_catalog.pg_get_expr(i.indpred, i.indrelid)
            FROM pg_catalog.pg_index i
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisvalid""",
            TypeCatalog.builtIn().get(TEXT));

    private IndexAdvice() {}

    /** The statement that would create one; null where there is one that may serve. */
    static @Nullable String of(Session session, ClaimTable table) {
        String name = ClaimTable.name(table.relation()).quoted();
        Mark done = table.done();
        String first = table.order().get(0).column().name();
        for (@Nullable Object[] index : session.rows(INDEXES, name)) {
            boolean serves = done == null
                    ? first.equals(index[0])
                    : done.column().name().equals(index[0]) || mentions(index[1], done);
            if (serves) {
                return null;
            }
        }
        List<String> waiting = ClaimSql.waiting(table);
        return "CREATE INDEX ON " + name + " (" + ClaimSql.order(table) + ")"
                + (waiting.isEmpty() ? "" : " WHERE " + String.join(" AND ", waiting));
    }

    /** The predicate of a partial index, as the server writes it. */
    private static boolean mentions(@Nullable Object predicate, Mark done) {
        String column = done.column().name();
        return predicate instanceof String text && (text.contains(column) || text.contains(Identifier.quote(column)));
    }
}
