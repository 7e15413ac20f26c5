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
 * The statements that give a new table what another one has, as the catalog says it; all of them are written before the first
 * is run. For PostgreSQL 12 to 18.
 *
 * @param created before there are rows
 * @param filled behind the rows: what is quicker then, and checks them
 * @param renamed once it has the other one's name, so that what refers to itself refers to the new one
 */
record SwapScript(List<String> created, List<String> filled, List<String> renamed) {
    private static final int TEXT_OID = 25;
    private static final PgType TEXT = TypeCatalog.builtIn().get(TEXT_OID);

    private static StatementPlan plan(String sql) {
        return StatementPlan.system(
                """
                WITH old AS (
                  SELECT c.*, n.nspname, pg_catalog.format('%I.%I', n.nspname, c.relname) AS qualified
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.oid = pg_catalog.to_regclass($1)),
                made AS (SELECT $2 AS name, $3 AS prefix)
                """
                        + sql,
                TEXT,
                TEXT,
                TEXT);
    }

    /** LIKE leaves out what is not part of columns: storage parameters, where the table lies, how it is written. */
    private static final StatementPlan CREATED = plan(
            """
            SELECT 1, pg_catalog.format(
              'CREATE %sTABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS) USING %I%s%s',
              CASE o.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, m.name, o.qualified,
              (SELECT a.amname FROM pg_catalog.pg_am a WHERE a.oid = o.relam),
              (SELECT ' WITH (' || pg_catalog.string_agg(pg_catalog.format('%s%s=%L', p.toast,
                        pg_catalog.split_part(p.option, '=', 1),
                        pg_catalog.substr(p.option, pg_catalog.strpos(p.option, '=') + 1)), ', ') || ')'
               FROM (SELECT '' AS toast, pg_catalog.unnest(o.reloptions) AS option
                     UNION ALL
                     SELECT 'toast.', pg_catalog.unnest(t.reloptions) FROM pg_catalog.pg_class t
                     WHERE t.oid = o.reltoastrelid) p),
              (SELECT pg_catalog.format(' TABLESPACE %I', s.spcname) FROM pg_catalog.pg_tablespace s
               WHERE s.oid = o.reltablespace))
            FROM old o, made m
            UNION ALL
            SELECT 2, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', m.name, a.attname, a.attstattarget)
            FROM old o, made m, pg_catalog.pg_attribute a
            WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
            UNION ALL
            SELECT 2, pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', m.name, a.attname,
                      pg_catalog.array_to_string(a.attoptions, ', '))
            FROM old o, made m, pg_catalog.pg_attribute a
            WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attoptions IS NOT NULL
            ORDER BY 1""");

    private static final StatementPlan FILLED = plan(
            """
            , indexes AS (
              SELECT i.*, x.relname, x.reltablespace, k.oid AS constraint, k.contype, k.condeferrable, k.condeferred,
                     pg_catalog.format('%s_%s', m.prefix, i.indexrelid) AS made,
                     pg_catalog.pg_get_indexdef(i.indexrelid) AS def,
                     k.contype = 'x' OR (k.oid IS NOT NULL AND i.indisexclusion) AS excludes
              FROM old o CROSS JOIN made m JOIN pg_catalog.pg_index i ON i.indrelid = o.oid AND i.indisvalid
              JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
              LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = o.oid
                AND k.contype IN ('p', 'u', 'x'))
            SELECT 1, 'CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
                   || pg_catalog.format('INDEX %I ON %s', i.made, m.name) || pg_catalog.substr(i.def, pg_catalog.length(p.prefix) + 1)
            FROM old o, made m, indexes i, LATERAL (
              SELECT 'CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
                     || pg_catalog.format('INDEX %I ON ', i.relname) || t.name AS prefix
              FROM (VALUES (o.qualified), (pg_catalog.quote_ident(o.relname))) t(name)) p
            WHERE i.excludes IS NOT TRUE AND pg_catalog.left(i.def, pg_catalog.length(p.prefix) + 7) = p.prefix || ' USING '
            UNION ALL
            SELECT 2, pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s USING INDEX %I%s%s', m.name, i.made,
                      CASE i.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END, i.made,
                      CASE WHEN i.condeferrable THEN ' DEFERRABLE' END,
                      CASE WHEN i.condeferred THEN ' INITIALLY DEFERRED' END)
            FROM made m, indexes i WHERE i.constraint IS NOT NULL AND NOT i.excludes
            UNION ALL
            SELECT 2, pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s', m.name, i.made,
                      pg_catalog.pg_get_constraintdef(i.constraint))
            FROM made m, indexes i WHERE i.excludes
            UNION ALL
            SELECT 3, pg_catalog.format('ALTER INDEX %I.%I SET TABLESPACE %I', o.nspname, i.made, s.spcname)
            FROM old o, indexes i JOIN pg_catalog.pg_tablespace s ON s.oid = i.reltablespace
            UNION ALL
            SELECT 4, pg_catalog.format('ALTER TABLE %s CLUSTER ON %I', m.name, i.made)
            FROM made m, indexes i WHERE i.indisclustered
            UNION ALL
            SELECT 4, pg_catalog.format('ALTER TABLE %s REPLICA IDENTITY %s', m.name,
                      CASE o.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE
                        'USING INDEX ' || (SELECT pg_catalog.quote_ident(i.made) FROM indexes i WHERE i.indisreplident) END)
            FROM old o, made m
            WHERE o.relreplident IN ('f', 'n') OR (o.relreplident = 'i' AND EXISTS (
              SELECT FROM indexes i WHERE i.indisreplident))
            UNION ALL
            SELECT 5, pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s', m.name, k.conname,
                      pg_catalog.pg_get_constraintdef(k.oid))
            FROM old o, made m, pg_catalog.pg_constraint k
            WHERE k.conrelid = o.oid AND k.contype = 'f' AND k.confrelid <> o.oid AND k.conparentid = 0
            UNION ALL
            SELECT 6, pg_catalog.format('ANALYZE %s', m.name) FROM made m
            UNION ALL
            SELECT 7, pg_catalog.format('ALTER TABLE %s OWNER TO %I', m.name, pg_catalog.pg_get_userbyid(o.relowner))
            FROM old o, made m WHERE pg_catalog.pg_get_userbyid(o.relowner) <> current_user
            UNION ALL
            SELECT 8, pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s.%I', d.objid::pg_catalog.regclass, m.name, a.attname)
            FROM old o, made m, pg_catalog.pg_depend d
            JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
              AND d.refobjid = o.oid AND d.deptype = 'a'
            ORDER BY 1""");

    /** Constraints that are made of the table's own name, and all that is told by names. */
    private static final StatementPlan RENAMED = plan(
            """
            SELECT 1, pg_catalog.format('ALTER INDEX %I.%I RENAME TO %I', o.nspname,
                      pg_catalog.format('%s_%s', m.prefix, i.indexrelid), x.relname)
            FROM old o, made m, pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            WHERE i.indrelid = o.oid AND i.indisvalid
            UNION ALL
            SELECT 2, pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s', o.qualified, k.conname,
                      pg_catalog.pg_get_constraintdef(k.oid))
            FROM old o, pg_catalog.pg_constraint k
            WHERE k.conrelid = o.oid AND k.contype = 'f' AND k.confrelid = o.oid AND k.conparentid = 0
            UNION ALL
            SELECT 3, pg_catalog.pg_get_triggerdef(g.oid)
            FROM old o, pg_catalog.pg_trigger g WHERE g.tgrelid = o.oid AND NOT g.tgisinternal
            UNION ALL
            SELECT 4, pg_catalog.format('ALTER TABLE %s %s TRIGGER %I', o.qualified,
                      CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,
                      g.tgname)
            FROM old o, pg_catalog.pg_trigger g WHERE g.tgrelid = o.oid AND NOT g.tgisinternal AND g.tgenabled <> 'O'
            UNION ALL
            SELECT 5, pg_catalog.format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, o.qualified,
                      CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                    WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                      (SELECT pg_catalog.string_agg(CASE r.oid WHEN 0 THEN 'PUBLIC'
                                ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.oid)) END, ', ')
                       FROM pg_catalog.unnest(p.polroles) r(oid)),
                      ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
                      ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')
            FROM old o, pg_catalog.pg_policy p WHERE p.polrelid = o.oid
            UNION ALL
            SELECT 6, pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', o.qualified)
            FROM old o WHERE o.relrowsecurity
            UNION ALL
            SELECT 6, pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', o.qualified)
            FROM old o WHERE o.relforcerowsecurity
            UNION ALL
            SELECT 7, pg_catalog.pg_get_statisticsobjdef(s.oid)
            FROM old o, pg_catalog.pg_statistic_ext s WHERE s.stxrelid = o.oid
            UNION ALL
            SELECT 8, pg_catalog.format('COMMENT ON %s IS %L', t.object, d.description)
            FROM old o, pg_catalog.pg_description d, LATERAL (
              SELECT 'TABLE ' || o.qualified AS object
              WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = o.oid AND d.objsubid = 0
              UNION ALL
              SELECT pg_catalog.format('INDEX %I.%I', o.nspname, x.relname)
              FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
              WHERE i.indrelid = o.oid AND i.indisvalid AND i.indexrelid = d.objoid
                AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
              UNION ALL
              SELECT pg_catalog.format('CONSTRAINT %I ON %s', k.conname, o.qualified) FROM pg_catalog.pg_constraint k
              WHERE k.conrelid = o.oid AND k.contype IN ('p', 'u', 'x', 'f') AND k.oid = d.objoid
                AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
              UNION ALL
              SELECT pg_catalog.format('TRIGGER %I ON %s', g.tgname, o.qualified) FROM pg_catalog.pg_trigger g
              WHERE g.tgrelid = o.oid AND g.oid = d.objoid AND d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
              UNION ALL
              SELECT pg_catalog.format('POLICY %I ON %s', p.polname, o.qualified) FROM pg_catalog.pg_policy p
              WHERE p.polrelid = o.oid AND p.oid = d.objoid AND d.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass
              UNION ALL
              SELECT pg_catalog.format('STATISTICS %I.%I', n.nspname, s.stxname)
              FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
              WHERE s.stxrelid = o.oid AND s.oid = d.objoid
                AND d.classoid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass) t
            ORDER BY 1""");

    /** @param prefix of the names that the new table's indexes have until the old one is gone */
    static SwapScript of(Session session, TableName old, TableName made, String prefix) {
        return new SwapScript(
                statements(session, CREATED, old, made, prefix),
                statements(session, FILLED, old, made, prefix),
                statements(session, RENAMED, old, made, prefix));
    }

    private static List<String> statements(
            Session session, StatementPlan plan, TableName old, TableName made, String prefix) {
        List<String> statements = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(plan, old.quoted(), made.quoted(), prefix)) {
            statements.add(String.valueOf(row[1]));
        }
        return statements;
    }
}
