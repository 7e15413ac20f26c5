package io.camelpg.operation.load.swap;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sequences of identity columns, of which the new table has its own: they go on where the old ones were. */
final class SwapIdentities {
    private static final int TEXT_OID = 25;
    private static final PgType TEXT = TypeCatalog.builtIn().get(TEXT_OID);

    private static final StatementPlan IDENTITIES = StatementPlan.system(
            """
            SELECT a.attname::text, n.nspname::text, s.relname::text
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
              AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.classid = d.refclassid AND d.deptype = 'i'
            JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attidentity <> '' AND NOT a.attisdropped
            ORDER BY a.attnum""",
            TEXT);

    private record Identity(String column, TableName sequence) {}

    private final List<Identity> identities;

    private SwapIdentities(List<Identity> identities) {
        this.identities = identities;
    }

    static SwapIdentities of(Session session, TableName table) {
        List<Identity> identities = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(IDENTITIES, table.quoted())) {
            identities.add(new Identity(
                    String.valueOf(row[0]), new TableName(String.valueOf(row[1]), String.valueOf(row[2]))));
        }
        return new SwapIdentities(identities);
    }

    /** Nobody takes a number meanwhile who keeps it: rows are only added to the old table where its lock allows. */
    void goOn(Session session, TableName made) {
        for (Identity identity : identities) {
            StatementPlan setval = StatementPlan.system(
                    "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence($1, $2), s.last_value, s.is_called) FROM "
                            + identity.sequence().quoted() + " s",
                    TEXT,
                    TEXT);
            session.within(setval, new @Nullable Object[] {made.quoted(), identity.column()});
        }
    }

    /** The names that the old ones had, once these are gone. */
    List<String> renamed(SwapIdentities made) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            TableName old = identities.get(i).sequence();
            TableName now = made.identities.get(i).sequence();
            statements.add("ALTER SEQUENCE " + now.quoted() + " RENAME TO " + Identifier.quote(old.name()));
        }
        return statements;
    }
}
