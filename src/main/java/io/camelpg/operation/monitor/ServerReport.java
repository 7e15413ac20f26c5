package io.camelpg.operation.monitor;

import io.camelpg.session.StatementPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who answers: version, user, encryption, since when. */
final class ServerReport {
    private static final StatementPlan QUESTION = StatementPlan.system(
            """
            SELECT current_setting('server_version') AS version, current_user AS "user",
              current_database() AS database,
              (SELECT s.version || ' ' || s.cipher FROM pg_catalog.pg_stat_ssl s
                WHERE s.pid = pg_catalog.pg_backend_pid() AND s.ssl) AS tls,
              pg_catalog.pg_is_in_recovery() AS standby,
              to_char(pg_catalog.pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                AS "startedAt",
              current_setting('max_connections')::int AS "maxConnections",
              (SELECT sum(d.numbackends)::int FROM pg_catalog.pg_stat_database d) AS connections
            """);

    private ServerReport() {}

    static Map<String, @Nullable Object> of(Questions questions) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", true);
        report.putAll(questions.row(QUESTION));
        return report;
    }
}
