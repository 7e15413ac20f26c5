package io.camelpg.operation.load.schema;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views that use a column, and so keep its type as it is. */
final class ColumnUsers {
    private static final int TEXT = 25;
    private static final StatementPlan VIEWS = StatementPlan.system(
            """
            SELECT DISTINCT v.oid::pg_catalog.regclass::text
            FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
            JOIN pg_catalog.pg_class v ON v.oid = w.ev_class
            JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
              AND d.refobjid = pg_catalog.to_regclass($1) AND a.attname = $2
            ORDER BY 1""",
            TypeCatalog.builtIn().get(TEXT),
            TypeCatalog.builtIn().get(TEXT));

    private ColumnUsers() {}

    /** @throws PgException PG-223 with the views' names */
    static void requireNone(Session session, TableName table, String column, String type) {
        List<@Nullable Object[]> views = session.rows(VIEWS, table.quoted(), column);
        if (!views.isEmpty()) {
            List<String> names =
                    views.stream().map(row -> String.valueOf(row[0])).toList();
            throw new PgException(
                    PgErrorCode.DEPENDENT_OBJECTS,
                    "column " + Identifier.quote(column) + " of " + table + " cannot become " + type
                            + " for the values of these rows, because views use it: " + String.join(", ", names),
                    "0A000",
                    "Drop them, ALTER TABLE … ALTER COLUMN … TYPE " + type + ", and create them again; or convert the"
                            + " values in the route",
                    null);
        }
    }
}
