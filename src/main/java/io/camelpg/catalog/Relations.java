package io.camelpg.catalog;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table's description in one query, for PostgreSQL 12 to 18. */
public final class Relations {
    private static final int TEXT = 25;

    /** Columns of pg_index that older versions lack are read through to_jsonb. */
    private static final StatementPlan RELATION = StatementPlan.system(
            """
            SELECT pg_catalog.json_build_object(
              'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
              'temporary', pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP'),
              'rules', EXISTS (SELECT FROM pg_catalog.pg_rewrite r
                               WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3', '4')),
              'rowType', c.reltype::int8,
              'rowArray', (SELECT y.typarray::int8 FROM pg_catalog.pg_type y WHERE y.oid = c.reltype),
              'rowTriggers', EXISTS (SELECT FROM pg_catalog.pg_trigger g
                                     WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D'
                                       AND g.tgtype & 3 = 3 AND g.tgtype & 20 <> 0),
              'insteadOfInsert', EXISTS (SELECT FROM pg_catalog.pg_trigger g
                                         WHERE g.tgrelid = c.oid AND g.tgenabled <> 'D' AND g.tgtype & 68 = 68),
              'columns', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                  'name', a.attname, 'type', a.atttypid::int8, 'array', t.typarray::int8,
                  'typeName', pg_catalog.format_type(a.atttypid, -1),
                  'declaredType', pg_catalog.format_type(a.atttypid, a.atttypmod),
                  'typmod', a.atttypmod, 'category', t.typcategory, 'domain', t.typtype = 'd',
                  'notNull', a.attnotnull OR t.typnotnull,
                  'hasDefault', a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                  'generated', a.attgenerated <> '', 'identityAlways', a.attidentity = 'a',
                  'collation', CASE WHEN l.collname <> 'default'
                                    THEN pg_catalog.quote_ident(m.nspname) || '.' || pg_catalog.quote_ident(l.collname) END,
                  'bitwise', COALESCE(l.collisdeterministic, true),
                  'field', (SELECT d.description FROM pg_catalog.pg_description d
                            WHERE d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                              AND d.objsubid = a.attnum AND d.description LIKE '%camel-pg field "%'))
                  ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
                LEFT JOIN pg_catalog.pg_namespace m ON m.oid = l.collnamespace
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
              'keys', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                  'name', COALESCE(k.conname, x.relname), 'primary', i.indisprimary,
                  'constraint', k.oid IS NOT NULL, 'deferrable', NOT i.indimmediate,
                  'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
                  'nullsEqual', COALESCE(pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' = 'true', false),
                  'columns', CASE WHEN i.indexprs IS NULL THEN (
                      SELECT pg_catalog.json_agg(a.attname ORDER BY p.n)
                      FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY p(number, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.number
                      WHERE p.n <= i.indnkeyatts) END) ORDER BY i.indisprimary DESC, x.relname)
                FROM pg_catalog.pg_index i
                JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
                WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion))
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass($1)""",
            TypeCatalog.builtIn().get(TEXT));

    private Relations() {}

    /** PG-206, with the nearest name. */
    public static PgException missing(Session session, TableName table) {
        return NearestNames.hinted(
                session,
                new PgException(
                        PgErrorCode.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist", "42P01", null, null));
    }

    /**
     * Looks the table up, on a session outside a transaction or within one that has not failed.
     *
     * @throws PgException PG-206 where there is no such table, with the nearest name
     */
    public static Relation read(Session session, TableName table) {
        Relation relation = find(session, table);
        if (relation == null) {
            throw missing(session, table);
        }
        return relation;
    }

    /** As {@link #read}; null where there is no such table. */
    public static @Nullable Relation find(Session session, TableName table) {
        List<@Nullable Object[]> rows = session.rows(RELATION, table.quoted());
        if (rows.isEmpty() || !(rows.get(0)[0] instanceof Map<?, ?> description)) {
            return null;
        }
        List<RelationColumn> columns = new ArrayList<>();
        for (Map<?, ?> column : maps(description.get("columns"))) {
            columns.add(column(column));
        }
        List<UniqueKey> keys = new ArrayList<>();
        for (Map<?, ?> key : maps(description.get("keys"))) {
            keys.add(key(key));
        }
        return new Relation(
                text(description, "schema"),
                text(description, "name"),
                text(description, "kind").charAt(0),
                is(description, "rules"),
                is(description, "rowTriggers"),
                is(description, "insteadOfInsert"),
                is(description, "temporary"),
                number(description, "rowType"),
                number(description, "rowArray"),
                columns,
                keys);
    }

    private static RelationColumn column(Map<?, ?> column) {
        return new RelationColumn(
                text(column, "name"),
                number(column, "type"),
                number(column, "array"),
                text(column, "typeName"),
                text(column, "declaredType"),
                number(column, "typmod"),
                text(column, "category").charAt(0),
                is(column, "domain"),
                is(column, "notNull"),
                is(column, "hasDefault"),
                is(column, "generated"),
                is(column, "identityAlways"),
                (String) column.get("collation"),
                is(column, "bitwise"),
                KeptName.field((String) column.get("field")));
    }

    private static UniqueKey key(Map<?, ?> key) {
        List<String> columns = new ArrayList<>();
        if (key.get("columns") instanceof List<?> names) {
            names.forEach(name -> columns.add(String.valueOf(name)));
        }
        return new UniqueKey(
                text(key, "name"),
                is(key, "primary"),
                is(key, "constraint"),
                is(key, "deferrable"),
                columns,
                (String) key.get("predicate"),
                is(key, "nullsEqual"));
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> all) {
            for (Object element : all) {
                if (element instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    private static String text(Map<?, ?> map, String name) {
        return String.valueOf(map.get(name));
    }

    private static boolean is(Map<?, ?> map, String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    private static int number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number ? (int) number.longValue() : 0;
    }
}
