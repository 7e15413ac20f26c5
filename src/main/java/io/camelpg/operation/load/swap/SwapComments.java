package io.camelpg.operation.load.swap;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comments of columns that the old table got while the new one was filled. */
final class SwapComments {
    private static final int TEXT_OID = 25;
    private static final PgType TEXT = TypeCatalog.builtIn().get(TEXT_OID);

    private static final StatementPlan COMMENTS = StatementPlan.system(
            """
            SELECT pg_catalog.format('COMMENT ON COLUMN %s.%I IS %L', $2, a.attname,
                     pg_catalog.col_description(a.attrelid, a.attnum))
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_attribute b ON b.attrelid = pg_catalog.to_regclass($2) AND b.attname = a.attname
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
              AND pg_catalog.col_description(a.attrelid, a.attnum) IS NOT NULL
              AND pg_catalog.col_description(b.attrelid, b.attnum) IS NULL""",
            TEXT, TEXT);

    private SwapComments() {}

    static List<String> of(Session session, TableName old, TableName made) {
        List<String> statements = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(COMMENTS, old.quoted(), made.quoted())) {
            statements.add(String.valueOf(row[0]));
        }
        return statements;
    }
}
