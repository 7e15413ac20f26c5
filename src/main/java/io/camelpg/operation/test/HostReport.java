package io.camelpg.operation.test;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.HostState;
import io.camelpg.error.PgException;
import io.camelpg.session.Deadline;
import io.camelpg.session.ReadReplica;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each of several servers answers. */
final class HostReport {
    private HostReport() {}

    static List<Map<String, @Nullable Object>> of(ConnectionPool pool, Deadline deadline) {
        return pool.states(deadline.nanos()).stream().map(HostReport::line).toList();
    }

    static Map<String, @Nullable Object> of(ReadReplica replica, Deadline deadline) {
        ConnectionPool pool = replica.database().pool();
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("server", pool.profile().address());
        report.put("inUse", replica.isInUse());
        report.put("hosts", of(pool, deadline));
        return report;
    }

    private static Map<String, @Nullable Object> line(HostState host) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("host", host.server().toString());
        line.put("state", host.standby() == null ? "unreachable" : host.standby() ? "standby" : "primary");
        PgException failure = host.failure();
        if (failure != null) {
            line.put("code", failure.code());
            line.put("message", failure.detail());
        }
        return line;
    }
}
