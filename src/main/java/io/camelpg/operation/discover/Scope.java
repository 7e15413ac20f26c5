package io.camelpg.operation.discover;

/**
 * What a discovery is about, as the common table expressions in front of its statement. Parameters: {@code $1} a schema or
 * NULL, {@code $2} a table (or, without {@code $1}, a schema or a table) or NULL, {@code $3} whether to call functions that
 * take a lock or can fail.
 *
 * <p>What may be long is joined, and not looked up with IN among alternatives: that is slow where the planner expects more
 * than fits into work_mem, and its estimate alone would make servers compile the statement first (jit_above_cost).
 */
final class Scope {
    /**
     * Sizes, expressions and definitions come from functions that open a relation, and wait where somebody alters it. They
     * are not called for what others have locked, nor for views over it.
     */
    private static final String LOCKED =
            """
            locked(oid) AS (
              SELECT l.relation FROM pg_catalog.pg_locks l
              WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
                AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
                AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
              UNION
              SELECT w.ev_class FROM locked k
              JOIN pg_catalog.pg_depend d ON d.refobjid = k.oid
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
              JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid)""";

    /** Schemas of which everything is wanted. */
    private static final String WHOLE =
            """
            whole AS MATERIALIZED (
              SELECT n.oid FROM pg_catalog.pg_namespace n
              WHERE CASE WHEN $1 IS NOT NULL THEN false
                         WHEN $2 IS NOT NULL THEN n.nspname = $2
                         ELSE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                              AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') END)""";

    private static final String WANTED =
            """
            wanted AS MATERIALIZED (
              SELECT c.oid, c.relkind, c.relnamespace FROM pg_catalog.pg_class c
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND (c.relnamespace IN (SELECT w.oid FROM whole w)
                     OR ($2 IS NOT NULL AND c.relname = $2
                         AND CASE WHEN $1 IS NULL
                                  THEN pg_catalog.pg_table_is_visible(c.oid) AND NOT EXISTS (SELECT FROM whole)
                                  ELSE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n
                                                         WHERE n.nspname = $1) END)))""";

    /** With the partitions of what is wanted, whose rows and bytes are those of their table. */
    private static final String RELATED =
            """
            family(oid) AS (
              SELECT w.oid FROM wanted w WHERE w.relkind = 'p'
              UNION
              SELECT i.inhrelid FROM family f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.oid),
            related AS MATERIALIZED (
              SELECT c.oid, c.relkind, c.asked, k.oid IS NOT NULL AS locked, $3 AND k.oid IS NULL AS free
              FROM (SELECT w.oid, w.relkind, true AS asked FROM wanted w
                    UNION ALL
                    SELECT p.oid, p.relkind, false FROM family f JOIN pg_catalog.pg_class p ON p.oid = f.oid
                    WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.oid = f.oid)) c
              LEFT JOIN locked k ON k.oid = c.oid)""";

    /** Types that the columns of a single table are of, and domains that refuse NULL, themselves or by what is under them. */
    private static final String TYPES =
            """
            used(oid) AS (
              SELECT DISTINCT a.atttypid FROM wanted w
              JOIN pg_catalog.pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE NOT EXISTS (SELECT FROM whole)
              UNION
              SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END
              FROM used u JOIN pg_catalog.pg_type t ON t.oid = u.oid
              WHERE t.typtype = 'd' OR t.typelem <> 0),
            required(oid) AS (
              SELECT t.oid FROM pg_catalog.pg_type t WHERE t.typtype = 'd' AND t.typnotnull
              UNION
              SELECT t.oid FROM required r JOIN pg_catalog.pg_type t ON t.typbasetype = r.oid WHERE t.typtype = 'd'),
            shown AS MATERIALIZED (
              SELECT t.oid FROM pg_catalog.pg_type t
              WHERE t.typtype IN ('e', 'd')
                AND (t.typnamespace IN (SELECT w.oid FROM whole w) OR t.oid = ANY (ARRAY(SELECT u.oid FROM used u))))""";

    static final String SQL = "WITH RECURSIVE " + String.join(",\n", LOCKED, WHOLE, WANTED, RELATED, TYPES);

    private Scope() {}
}
