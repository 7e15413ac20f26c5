package io.camelpg.operation.monitor;

import io.camelpg.session.StatementPlan;
import io.camelpg.sql.MaskedSql;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who does what, for how long, and who waits for whom: {@code pg_stat_activity} without anybody's values. */
final class ActivityReport {
    private static final int INT4 = 23;

    /**
     * Sessions of others have no state for users who may not see it, and no type of backend. The locks are only looked at
     * for who waits for one, because that stops all of the server's locking for a moment (pg_blocking_pids in the manual's
     * "System Information Functions").
     */
    private static final StatementPlan QUESTION = StatementPlan.system(
            """
            WITH a AS MATERIALIZED (
              SELECT s.*, s.state IS NULL AND s.backend_type IS NULL AS hidden,
                CASE WHEN s.wait_event_type = 'Lock' OR s.backend_type IS NULL
                  THEN pg_catalog.pg_blocking_pids(s.pid) ELSE '{}' END AS blockers
              FROM pg_catalog.pg_stat_activity s
              WHERE s.datid IS NOT NULL AND s.pid <> pg_catalog.pg_backend_pid()
                AND coalesce(s.backend_type, '') NOT IN ('walsender', 'parallel worker')),
            b AS (SELECT DISTINCT unnest(a.blockers) AS pid FROM a),
            c AS (SELECT count(*) AS sessions, count(*) FILTER (WHERE a.state = 'active') AS active,
                count(*) FILTER (WHERE a.state = 'idle') AS idle,
                count(*) FILTER (WHERE a.state LIKE 'idle in transaction%') AS idle_in_transaction,
                count(*) FILTER (WHERE cardinality(a.blockers) > 0) AS blocked,
                count(*) FILTER (WHERE a.hidden) AS hidden
              FROM a),
            l AS (
              SELECT a.*, b.pid IS NOT NULL AS blocking FROM a LEFT JOIN b USING (pid)
              WHERE (a.state IS DISTINCT FROM 'idle' AND NOT a.hidden) OR b.pid IS NOT NULL
                OR cardinality(a.blockers) > 0
              ORDER BY b.pid IS NOT NULL AND cardinality(a.blockers) = 0 DESC, cardinality(a.blockers) > 0 DESC,
                a.xact_start NULLS LAST
              LIMIT $1)
            SELECT c.sessions AS all_sessions, c.active AS all_active, c.idle AS all_idle,
              c.idle_in_transaction AS all_idle_in_transaction, c.blocked AS all_blocked, c.hidden AS all_hidden,
              current_user AS me,
              l.pid, l.usename AS "user", l.datname AS database, l.application_name AS application,
              host(l.client_addr) AS client, l.backend_type AS backend, l.state,
              l.wait_event_type AS "waitEventType", l.wait_event AS "waitEvent",
              (extract(epoch FROM clock_timestamp() - l.state_change) * 1000)::int8 AS "stateMillis",
              (extract(epoch FROM clock_timestamp() - l.xact_start) * 1000)::int8 AS "transactionMillis",
              CASE WHEN l.state = 'active' THEN (extract(epoch FROM clock_timestamp() - l.query_start) * 1000)::int8 END
                AS "queryMillis",
              l.blockers AS "blockedBy", l.hidden, l.query
            FROM c LEFT JOIN l ON true
            """,
            TypeCatalog.builtIn().get(INT4));

    private ActivityReport() {}

    static Map<String, @Nullable Object> of(Questions questions, int listed) {
        List<Map<String, @Nullable Object>> rows = questions.rows(QUESTION, listed);
        Map<String, @Nullable Object> first = rows.get(0);
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", true);
        report.put("sessions", first.get("all_sessions"));
        report.put("active", first.get("all_active"));
        report.put("idle", first.get("all_idle"));
        report.put("idleInTransaction", first.get("all_idle_in_transaction"));
        report.put("blocked", first.get("all_blocked"));
        List<Map<String, @Nullable Object>> sessions = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            if (row.get("pid") != null) {
                sessions.add(session(row));
            }
        }
        Blocking.told(sessions);
        report.put("listed", sessions);
        List<String> hints = Blocking.hints(sessions);
        long hidden = ((Number) Objects.requireNonNull(first.get("all_hidden"))).longValue();
        if (hidden > 0) {
            hints.add("What " + hidden + " sessions of other users do is not shown to " + first.get("me")
                    + ": GRANT pg_read_all_stats TO " + first.get("me"));
        }
        report.put("hints", hints);
        return report;
    }

    private static Map<String, @Nullable Object> session(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> session = new LinkedHashMap<>(row);
        session.keySet().removeIf(key -> key.startsWith("all_") || key.equals("me"));
        boolean hidden = Boolean.TRUE.equals(session.get("hidden"));
        Object query = session.get("query");
        session.put("query", hidden || query == null ? null : MaskedSql.of(query.toString()));
        return session;
    }
}
