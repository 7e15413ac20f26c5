package io.camelpg.operation.monitor;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.session.Database;
import io.camelpg.session.Sessions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server what it is doing, and adds what this program knows itself. What the server does not have, does not let
 * the user see or cannot tell within the time is a result like any other: {@code available=false}, with the reason and
 * what to do. Outside of any transaction of the caller, and never waiting for locks.
 */
public final class MonitorOperation implements Operation {
    private final MonitorPlan plan;
    private final long timeoutMillis;

    /** @param timeoutMillis for each part */
    public MonitorOperation(MonitorPlan plan, long timeoutMillis) {
        this.plan = plan;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return new Outcome.Value(report(sessions.database()));
    }

    /** The same without an endpoint. Never throws. */
    public Map<String, @Nullable Object> report(Database database) {
        Map<String, Object> pool = pool(database.pool());
        try (Questions questions = new Questions(database, timeoutMillis)) {
            if (plan.parts().size() == 1) {
                return questions.answered(plan, plan.parts().get(0));
            }
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("connection", plan.connection());
            report.put("address", database.pool().profile().address());
            report.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            report.put("pool", pool);
            List<MonitorPart> parts = plan.parts().isEmpty() ? List.of(MonitorPart.values()) : plan.parts();
            for (MonitorPart part : parts) {
                report.put(part.key(), questions.answered(plan, part));
            }
            return report;
        }
    }

    /** A pool as it is now: connections in use, idle and open, callers who wait for one, and how many there may be. */
    public static Map<String, Object> pool(ConnectionPool pool) {
        int active = pool.active();
        int open = pool.total();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("active", active);
        map.put("idle", Math.max(0, open - active));
        map.put("open", open);
        map.put("waiting", pool.waiting());
        map.put("max", pool.profile().pool().maxConnections());
        return map;
    }
}
