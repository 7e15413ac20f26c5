package io.camelpg.operation.monitor;

import io.camelpg.error.PgException;
import io.camelpg.session.StatementPlan;
import io.camelpg.type.TypeCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How large databases and tables are, how many rows are dead, and when somebody cleaned up. */
final class SizesReport {
    private static final int INT4 = 23;

    /** A table is locked, the time is over, or a table went meanwhile (could not open relation). */
    private static final Set<String> NOT_EXACT = Set.of("55P03", "57014", "XX000", "42P01");

    /** Walks through each database's directory. Those that the user may not connect to have no size for it. */
    private static final StatementPlan DATABASES = StatementPlan.system(
            """
            SELECT d.datname AS name, CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                OR pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                THEN pg_catalog.pg_database_size(d.oid) END AS bytes,
              age(d.datfrozenxid) AS "transactionIdAge", d.datname = current_database() AS own
            FROM pg_catalog.pg_database d WHERE d.datallowconn AND NOT d.datistemplate
            ORDER BY bytes DESC NULLS LAST, name
            """);

    private static final StatementPlan EXACT = tables(
            "pg_catalog.pg_relation_size(c.oid)",
            "pg_catalog.pg_indexes_size(c.oid)",
            "CASE WHEN c.reltoastrelid <> 0 THEN pg_catalog.pg_total_relation_size(c.reltoastrelid) ELSE 0 END",
            "pg_catalog.pg_total_relation_size(c.oid)");

    /** As of the last VACUUM or ANALYZE. The functions of the exact sizes wait for whoever has the table for himself. */
    private static final StatementPlan ESTIMATED = tables(
            "c.relpages * p.bytes",
            "coalesce((SELECT sum(i.relpages) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i"
                    + " ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), 0) * p.bytes",
            "coalesce((SELECT t.relpages FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid), 0) * p.bytes",
            "(c.relpages + coalesce((SELECT sum(i.relpages) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i"
                    + " ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), 0)"
                    + " + coalesce((SELECT t.relpages FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid), 0))"
                    + " * p.bytes");

    private SizesReport() {}

    private static StatementPlan tables(String heap, String indexes, String toast, String total) {
        String sql =
                """
                WITH t AS MATERIALIZED (
                  SELECT n.nspname AS schema, c.relname AS name,
                    CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'table' END AS kind,
                    (%s)::int8 AS heap, (%s)::int8 AS indexes, (%s)::int8 AS toast, (%s)::int8 AS total,
                    CASE WHEN c.reltuples > 0 THEN c.reltuples::int8 ELSE s.n_live_tup END AS live, s.n_dead_tup AS dead,
                    greatest(s.last_vacuum, s.last_autovacuum) AS vacuumed,
                    greatest(s.last_analyze, s.last_autoanalyze) AS analyzed
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid,
                    (SELECT current_setting('block_size')::int8) p(bytes)
                  WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
                    AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%')
                SELECT t.schema, t.name, t.kind, t.total AS "totalBytes", t.heap AS "heapBytes",
                  t.indexes AS "indexBytes", t.toast AS "toastBytes", t.live AS "rowsEstimate", t.dead AS "deadRows",
                  to_char(t.vacuumed AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastVacuum",
                  to_char(t.analyzed AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastAnalyze",
                  count(*) OVER () AS all_tables, sum(t.total) OVER ()::int8 AS all_bytes
                FROM t WHERE t.total IS NOT NULL ORDER BY t.total DESC, t.schema, t.name LIMIT $1
                """
                        .formatted(heap, indexes, toast, total);
        return StatementPlan.system(sql, TypeCatalog.builtIn().get(INT4));
    }

    static Map<String, @Nullable Object> of(Questions questions, int listed) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", true);
        boolean exact = true;
        List<Map<String, @Nullable Object>> tables;
        try {
            tables = questions.rows(EXACT, listed);
        } catch (PgException e) {
            String state = e.sqlState();
            if (state == null || !NOT_EXACT.contains(state)) {
                throw e;
            }
            exact = false;
            tables = questions.rows(ESTIMATED, listed);
        }
        report.put("exact", exact);
        report.put("tables", tables.isEmpty() ? 0L : tables.get(0).get("all_tables"));
        report.put("bytes", tables.isEmpty() ? 0L : tables.get(0).get("all_bytes"));
        for (Map<String, @Nullable Object> table : tables) {
            table.remove("all_tables");
            table.remove("all_bytes");
        }
        report.put("listed", tables);
        report.put("databases", databases(questions));
        report.put(
                "hints",
                exact
                        ? List.of()
                        : List.of(
                                "Somebody has a table for himself, or the server is slow: these are the sizes as of the"
                                        + " last VACUUM or ANALYZE of each table"));
        return report;
    }

    /** Null where the time is over. */
    private static @Nullable List<Map<String, @Nullable Object>> databases(Questions questions) {
        try {
            return questions.rows(DATABASES);
        } catch (PgException e) {
            return null;
        }
    }
}
