package io.camelpg.operation.load.sync;

import io.camelpg.operation.load.LoadTarget;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that number its rows.
 *
 * @param positions in the target, none or one
 */
record IdentityColumns(List<Integer> positions) {
    private static final int TEXT = 25;
    private static final StatementPlan IDENTITY = StatementPlan.system(
            """
            SELECT a.attname FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND a.attidentity <> ''""",
            TypeCatalog.builtIn().get(TEXT));

    static IdentityColumns of(Session session, LoadTarget target) {
        List<@Nullable Object[]> rows = session.rows(IDENTITY, target.quoted());
        return new IdentityColumns(rows.stream()
                .map(row -> target.position(String.valueOf(row[0])))
                .filter(position -> position >= 0)
                .toList());
    }

    /** Lets them be NULL in a copy of the table: rows without a number get it where they are going. */
    void optionalIn(Session session, LoadTarget target, TableName copy) {
        for (int column : positions) {
            session.run("ALTER TABLE " + copy.quoted() + " ALTER "
                    + Identifier.quote(target.columns().get(column).name()) + " DROP NOT NULL");
        }
    }
}
