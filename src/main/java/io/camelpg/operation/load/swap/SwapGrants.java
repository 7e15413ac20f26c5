package io.camelpg.operation.load.swap;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The privileges of a table and its columns, for the table that takes its place: as they are there, whatever default
 * privileges the new one began with. All are granted by its owner.
 */
final class SwapGrants {
    private static final int TEXT_OID = 25;
    private static final PgType TEXT = TypeCatalog.builtIn().get(TEXT_OID);

    private static final StatementPlan GRANTS = StatementPlan.system(
            """
            WITH old AS (SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)),
            made AS (SELECT c.*, $2 AS name FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($2))
            SELECT 1, pg_catalog.format('REVOKE ALL ON %s FROM %s', m.name, g.who)
            FROM old o, made m, LATERAL (
              SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC'
                       ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END AS who
              FROM pg_catalog.aclexplode(m.relacl) a WHERE a.grantee <> m.relowner
              UNION SELECT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m.relowner)) WHERE o.relacl IS NOT NULL) g
            UNION ALL
            SELECT 2, pg_catalog.format('GRANT %s ON %s TO %s%s', a.privilege_type, m.name,
                      CASE a.grantee WHEN 0 THEN 'PUBLIC'
                        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                      CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM old o, made m, pg_catalog.aclexplode(o.relacl) a
            UNION ALL
            SELECT 3, pg_catalog.format('GRANT %s (%I) ON %s TO %s%s', a.privilege_type, t.attname, m.name,
                      CASE a.grantee WHEN 0 THEN 'PUBLIC'
                        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                      CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM old o, made m, pg_catalog.pg_attribute t, pg_catalog.aclexplode(t.attacl) a
            WHERE t.attrelid = o.oid AND t.attnum > 0 AND NOT t.attisdropped
            ORDER BY 1""",
            TEXT, TEXT);

    private SwapGrants() {}

    static List<String> of(Session session, TableName old, TableName made) {
        List<String> statements = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(GRANTS, old.quoted(), made.quoted())) {
            statements.add(String.valueOf(row[1]));
        }
        return statements;
    }
}
