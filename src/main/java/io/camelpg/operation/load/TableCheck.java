package io.camelpg.operation.load;

import io.camelpg.row.RowStream;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.type.TypeCatalog;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table is what it was when it was looked up: bytes of one type can be a value of another, and COPY does not
 * notice. Asked behind the first rows of a transaction, whose lock keeps the table from changing until its end. By the way
 * the transaction's id comes along, by which its outcome can be asked for should the answer to its COMMIT be lost.
 */
public final class TableCheck {
    private static final int TEXT = 25;
    private static final StatementPlan LAYOUT = StatementPlan.system(
            """
            SELECT pg_catalog.string_agg(a.attname || ' ' || a.atttypid::int8::text, ',' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped""",
            TypeCatalog.builtIn().get(TEXT));

    private TableCheck() {}

    public static boolean isCurrent(Session session, LoadTarget target) {
        RowStream rows =
                session.within(LAYOUT, new @Nullable Object[] {target.quoted()}).rows();
        byte[] layout = rows != null && rows.advance() ? rows.value(0) : null;
        return layout != null && target.layout().equals(new String(layout, StandardCharsets.UTF_8));
    }
}
