package io.camelpg.operation.monitor;

import io.camelpg.error.PgException;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.MaskedSql;
import io.camelpg.type.TypeCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements that took the server the most time, from {@code pg_stat_statements}, or how to get there. */
final class SlowQueriesReport {
    private static final int INT4 = 23;
    private static final String NOT_LOADED = "55000";

    private static final StatementPlan FACTS = StatementPlan.system(
            """
            SELECT current_database() AS database, current_user AS "user", e.extversion AS version,
              n.nspname AS schema, pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable,
              (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'shared_preload_libraries') AS libraries,
              EXISTS (SELECT FROM pg_catalog.pg_available_extensions x WHERE x.name = 'pg_stat_statements') AS there,
              pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS reads_all,
              EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                WHERE c.relname = 'pg_stat_statements' AND c.relnamespace = n.oid AND a.attname = 'total_exec_time')
                AS splits
            FROM (VALUES ('pg_stat_statements')) w(name)
              LEFT JOIN pg_catalog.pg_extension e ON e.extname = w.name
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            """);

    private static final String QUESTION =
            """
            SELECT t.calls, t.rows, t.TOTAL AS "totalMillis", t.MEAN AS "meanMillis", t.MAX AS "maxMillis",
              round((100 * t.TOTAL / nullif(sum(t.TOTAL) OVER (), 0))::numeric, 1)::float8 AS "sharePercent",
              t.shared_blks_hit AS "blocksHit", t.shared_blks_read AS "blocksRead",
              t.temp_blks_written AS "tempBlocksWritten", pg_catalog.pg_get_userbyid(t.userid) AS "user", t.query,
              count(*) OVER () AS all_statements
            FROM SCHEMA.pg_stat_statements t
            WHERE t.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
            ORDER BY t.TOTAL DESC LIMIT $1
            """;

    private SlowQueriesReport() {}

    static Map<String, @Nullable Object> of(Questions questions, int listed) {
        Map<String, @Nullable Object> facts = questions.row(FACTS);
        Object schema = facts.get("schema");
        if (schema == null) {
            return Questions.unavailable(
                    "the extension pg_stat_statements is not in the database " + facts.get("database"),
                    toInstall(facts));
        }
        if (!Boolean.TRUE.equals(facts.get("usable"))) {
            return Questions.unavailable(
                    facts.get("user") + " may not use the schema " + schema + ", in which pg_stat_statements is",
                    "GRANT USAGE ON SCHEMA " + Identifier.quote(schema.toString()) + " TO " + facts.get("user"));
        }
        try {
            boolean splits = Boolean.TRUE.equals(facts.get("splits"));
            return report(facts, questions.rows(question(schema.toString(), splits), listed));
        } catch (PgException e) {
            if (NOT_LOADED.equals(e.sqlState())) {
                return Questions.unavailable(
                        "the extension is in the database, but the server has not loaded pg_stat_statements", TO_LOAD);
            }
            throw e;
        }
    }

    private static final String TO_LOAD =
            "Add pg_stat_statements to shared_preload_libraries in postgresql.conf and restart the server";

    private static String toInstall(Map<String, @Nullable Object> facts) {
        if (!Boolean.TRUE.equals(facts.get("there"))) {
            return "The server does not have the extension: install PostgreSQL's contrib package there. Then: "
                    + TO_LOAD + ", and as a superuser: CREATE EXTENSION pg_stat_statements";
        }
        Object libraries = facts.get("libraries");
        // who may not see the setting is told of it all the same
        boolean loaded = libraries != null && libraries.toString().contains("pg_stat_statements");
        return (loaded ? "As" : TO_LOAD + ". Then, as") + " a superuser in the database " + facts.get("database")
                + ": CREATE EXTENSION pg_stat_statements";
    }

    private static StatementPlan question(String schema, boolean splitsPlanning) {
        String what = splitsPlanning ? "exec_time" : "time";
        String sql = QUESTION.replace("TOTAL", "total_" + what)
                .replace("MEAN", "mean_" + what)
                .replace("MAX", "max_" + what)
                .replace("SCHEMA", Identifier.quote(schema));
        return StatementPlan.system(sql, TypeCatalog.builtIn().get(INT4));
    }

    private static Map<String, @Nullable Object> report(
            Map<String, @Nullable Object> facts, List<Map<String, @Nullable Object>> rows) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", true);
        report.put("statements", rows.isEmpty() ? 0L : rows.get(0).get("all_statements"));
        for (Map<String, @Nullable Object> row : rows) {
            row.remove("all_statements");
            Object query = row.get("query");
            row.put("query", query == null ? null : MaskedSql.of(query.toString()));
        }
        report.put("listed", rows);
        boolean all = Boolean.TRUE.equals(facts.get("reads_all"));
        report.put(
                "hints",
                all
                        ? List.of()
                        : List.of("Texts of other users' statements are not shown to " + facts.get("user")
                                + ": GRANT pg_read_all_stats TO " + facts.get("user")));
        return report;
    }
}
