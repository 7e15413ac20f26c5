package io.camelpg.operation.discover;

import io.camelpg.session.StatementPlan;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The kinds of rows that the catalog's statement returns: what it is, OIDs of what it belongs to, its number there, and
 * all else as JSON. Everything is one statement, and so of one snapshot. For PostgreSQL 12 to 18; columns that older
 * versions lack are read through to_jsonb. Every name is qualified or a key word, whatever the search path finds first.
 */
enum Part {
    /** Neither OIDs nor number. */
    DATABASE(
            """
            0::bigint, 0::bigint, 0, pg_catalog.json_build_object(
              'database', pg_catalog.current_database(), 'version', pg_catalog.current_setting('server_version'),
              'user', CURRENT_USER)"""),

    /** Its OID. */
    SCHEMA(
            """
            n.oid::bigint, 0::bigint, 0, pg_catalog.json_build_object(
              'name', n.nspname, 'quoted', pg_catalog.quote_ident(n.nspname),
              'owner', pg_catalog.pg_get_userbyid(n.nspowner), 'comment', d.description,
              'usable', pg_catalog.has_schema_privilege(n.oid, 'USAGE'))
            FROM pg_catalog.pg_namespace n
            LEFT JOIN pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0
              AND d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
            WHERE n.oid IN (SELECT w.oid FROM whole w)
               OR n.oid IN (SELECT DISTINCT w.relnamespace FROM wanted w)
               OR n.oid IN (SELECT t.typnamespace FROM shown s JOIN pg_catalog.pg_type t ON t.oid = s.oid)"""),

    /** OIDs of itself and its schema. */
    RELATION(
            """
            r.oid::bigint, c.relnamespace::bigint, 0, pg_catalog.json_build_object(
              'asked', r.asked, 'locked', r.locked, 'schema', n.nspname, 'name', c.relname,
              'quoted', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
              'kind', c.relkind, 'owner', pg_catalog.pg_get_userbyid(c.relowner), 'comment', d.description,
              'rows', CASE WHEN c.relkind <> 'v' AND (c.reltuples > 0 OR c.relpages > 0 OR (c.reltuples = 0
                           AND pg_catalog.current_setting('server_version_num')::integer >= 140000))
                      THEN c.reltuples::bigint END,
              'bytes', CASE WHEN c.relkind IN ('r', 'm') AND r.free THEN pg_catalog.pg_table_size(c.oid) END,
              'usable', pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
              'readable', pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
              'privileges', (SELECT pg_catalog.json_agg(p.name) FROM pg_catalog.unnest(
                  ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']::pg_catalog.text[]) p(name)
                WHERE pg_catalog.has_table_privilege(c.oid, p.name)),
              'rowSecurity', c.relrowsecurity, 'populated', c.relispopulated,
              'partitionKey', CASE WHEN c.relkind = 'p' AND r.asked AND r.free THEN pg_catalog.pg_get_partkeydef(c.oid) END,
              'writable', CASE WHEN c.relkind IN ('r', 'p') THEN true WHEN c.relkind = 'm' THEN false
                               WHEN r.asked AND r.free AND (c.relkind = 'v' OR EXISTS (
                                   SELECT FROM pg_catalog.pg_foreign_table t
                                   JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
                                   JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
                                   WHERE t.ftrelid = c.oid AND w.fdwhandler <> 0))
                               THEN pg_catalog.pg_relation_is_updatable(c.oid, true) & 28 <> 0 END)
            FROM related r
            JOIN pg_catalog.pg_class c ON c.oid = r.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0
              AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass"""),

    /** OIDs of its relation and its type, its attnum. Default values refer to no columns, so nothing is opened for them. */
    COLUMN(
            """
            a.attrelid::bigint, a.atttypid::bigint, a.attnum::integer, pg_catalog.json_build_object(
              'name', a.attname, 'quoted', pg_catalog.quote_ident(a.attname),
              'type', pg_catalog.format_type(a.atttypid, NULL),
              'declaredType', pg_catalog.format_type(a.atttypid, a.atttypmod), 'typmod', a.atttypmod,
              'nullable', NOT a.attnotnull AND a.atttypid NOT IN (SELECT q.oid FROM required q),
              'readable', CASE WHEN pg_catalog.has_table_privilege(a.attrelid, 'SELECT') THEN true
                               ELSE pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') END,
              'writable', CASE WHEN a.attgenerated <> '' OR a.attidentity = 'a' OR r.relkind = 'm' THEN false
                               WHEN r.relkind <> 'v' THEN true
                               WHEN r.free THEN pg_catalog.pg_column_is_updatable(a.attrelid, a.attnum, true) END,
              'generated', a.attgenerated, 'identity', a.attidentity,
              'default', CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(f.adbin, 0)
                              WHEN r.free THEN pg_catalog.pg_get_expr(f.adbin, f.adrelid) END,
              'collation', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname),
              'comment', d.description)
            FROM related r
            JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
            LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
            LEFT JOIN pg_catalog.pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum
              AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
            WHERE r.asked"""),

    /** OIDs of its relation and itself; columns by their attnums, 0 for an expression. Of what is not asked for, its size. */
    INDEX(
            """
            i.indrelid::bigint, i.indexrelid::bigint, 0, pg_catalog.json_build_object(
              'bytes', CASE WHEN $3 AND i.indexrelid NOT IN (SELECT k.oid FROM locked k)
                            THEN pg_catalog.pg_table_size(i.indexrelid) END,
              'asked', r.asked, 'name', x.relname, 'method', m.amname, 'unique', i.indisunique, 'primary', i.indisprimary,
              'exclusion', i.indisexclusion, 'valid', i.indisvalid, 'partial', i.indpred IS NOT NULL,
              'expressions', i.indexprs IS NOT NULL, 'constraint', k.conname, 'deferrable', k.condeferrable,
              'nullsNotDistinct', CASE WHEN i.indisunique
                  THEN pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' = 'true' END,
              'columns', i.indkey::smallint[], 'keys', i.indnkeyatts,
              'written', CASE WHEN r.asked AND r.free AND i.indexprs IS NOT NULL THEN (
                  SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, p.place::integer, true) ORDER BY p.place)
                  FROM pg_catalog.unnest(i.indkey::smallint[]) WITH ORDINALITY p(number, place) WHERE p.number = 0) END,
              'predicate', CASE WHEN r.asked AND r.free THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
              'definition', CASE WHEN r.asked AND r.free THEN pg_catalog.pg_get_indexdef(i.indexrelid) END)
            FROM related r
            JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            JOIN pg_catalog.pg_am m ON m.oid = x.relam
            LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid
              AND k.contype IN ('p', 'u', 'x')"""),

    /** Its relation's OID. */
    CHECK(
            """
            k.conrelid::bigint, 0::bigint, 0, pg_catalog.json_build_object(
              'name', k.conname, 'validated', k.convalidated,
              'definition', CASE WHEN r.free THEN pg_catalog.pg_get_constraintdef(k.oid) END)
            FROM related r
            JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid AND k.contype = 'c'
            WHERE r.asked"""),

    /**
     * OIDs of the referencing and the referenced relation. A key of a partitioned table has copies: those of its partitions
     * are keys of theirs, those for each partition of the referenced table are no keys of anybody.
     */
    FOREIGN_KEY(
            """
            k.conrelid::bigint, k.confrelid::bigint, 0, pg_catalog.json_build_object(
              'name', k.conname, 'schema', n.nspname, 'table', c.relname, 'inherited', k.conparentid <> 0,
              'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY p.place)
                FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY p(number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
              'referencedSchema', fn.nspname, 'referencedTable', fc.relname,
              'referencedColumns', (SELECT pg_catalog.json_agg(a.attname ORDER BY p.place)
                FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY p(number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number),
              'onUpdate', k.confupdtype, 'onDelete', k.confdeltype, 'match', k.confmatchtype,
              'deferrable', k.condeferrable, 'initiallyDeferred', k.condeferred, 'validated', k.convalidated)
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class fc ON fc.oid = k.confrelid
            JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
            LEFT JOIN pg_catalog.pg_constraint o ON o.oid = k.conparentid
            LEFT JOIN wanted w ON w.oid = k.conrelid
            LEFT JOIN wanted fw ON fw.oid = k.confrelid
            WHERE k.contype = 'f' AND (w.oid IS NOT NULL OR fw.oid IS NOT NULL)
              AND (o.oid IS NULL OR o.conrelid <> k.conrelid)"""),

    /** OIDs of parent and child: partitions and tables that inherit. */
    INHERITANCE(
            """
            i.inhparent::bigint, i.inhrelid::bigint, i.inhseqno, pg_catalog.json_build_object(
              'schema', n.nspname, 'name', c.relname, 'parentSchema', pn.nspname, 'parentName', p.relname,
              'partition', c.relispartition,
              'bound', CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, 0) END)
            FROM pg_catalog.pg_inherits i
            JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
            JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
            LEFT JOIN related pr ON pr.oid = i.inhparent
            LEFT JOIN related r ON r.oid = i.inhrelid
            WHERE pr.oid IS NOT NULL OR r.oid IS NOT NULL"""),

    /** Its schema's OID. */
    TYPE(
            """
            t.typnamespace::bigint, 0::bigint, 0, pg_catalog.json_build_object(
              'kind', t.typtype, 'name', t.typname, 'comment', d.description,
              'quoted', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname),
              'values', (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)
                FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
              'baseType', CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
              'nullable', t.oid NOT IN (SELECT q.oid FROM required q), 'default', t.typdefault,
              'checks', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname,
                    'definition', CASE WHEN $3 THEN pg_catalog.pg_get_constraintdef(k.oid) END) ORDER BY k.conname)
                FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
            FROM shown s
            JOIN pg_catalog.pg_type t ON t.oid = s.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_description d ON d.objoid = t.oid AND d.objsubid = 0
              AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass""");

    /** All of them, with parameters as {@link Scope} has them. */
    static final StatementPlan ALL = StatementPlan.system(
            Scope.SQL + "\n"
                    + Arrays.stream(values())
                            .map(part -> "SELECT " + part.ordinal() + ", " + part.sql)
                            .collect(Collectors.joining("\nUNION ALL\n")),
            type(25),
            type(25),
            type(16));

    private final String sql;

    Part(String sql) {
        this.sql = sql;
    }

    /** By the OID of a built-in type: text is 25, boolean 16. */
    private static PgType type(int oid) {
        return TypeCatalog.builtIn().get(oid);
    }
}
