package io.camelpg;

import io.camelpg.event.RecentSeconds;
import io.camelpg.event.StatementStatistics;
import io.camelpg.operation.monitor.MonitorOperation;
import io.camelpg.operation.monitor.MonitorPart;
import io.camelpg.operation.monitor.MonitorPlan;
import io.camelpg.session.ReadReplica;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg:monitor} tells, without a route: for consoles and pages. Maps, lists, texts and numbers; no password, no
 * parameter, no literal of a statement. Never throws for a server that does not answer. Thread-safe.
 */
public final class PgMonitor {
    private final @Nullable PgComponent component;

    private PgMonitor(@Nullable PgComponent component) {
        this.component = component;
    }

    /** Of a context's {@code pg} component. Where there is none yet, there are no connections. */
    public static PgMonitor of(CamelContext context) {
        return new PgMonitor(context.hasComponent("pg") instanceof PgComponent component ? component : null);
    }

    /** The connections that endpoints use, each with the state of its pool, without asking any server. */
    public List<Map<String, @Nullable Object>> connections() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (ConnectionHandle handle : handles()) {
            Map<String, @Nullable Object> connection = new LinkedHashMap<>();
            connection.put("name", handle.name());
            connection.put("address", handle.address());
            connection.put("pool", MonitorOperation.pool(handle.database().pool()));
            ReadReplica replica = handle.database().replica();
            if (replica != null) {
                Map<String, @Nullable Object> reads = new LinkedHashMap<>();
                reads.put("address", replica.database().pool().profile().address());
                reads.put("inUse", replica.isInUse());
                reads.put("pool", MonitorOperation.pool(replica.database().pool()));
                connection.put("replica", reads);
            }
            all.add(connection);
        }
        if (component != null) {
            for (TenantConnections tenants : component.connections().tenantsInUse()) {
                Map<String, @Nullable Object> connection = new LinkedHashMap<>();
                connection.put("name", tenants.name());
                connection.put("address", "a database for each client");
                connection.put("pools", tenants.pools());
                connection.put("active", tenants.active());
                all.add(connection);
            }
        }
        return all;
    }

    /**
     * All that {@code pg:monitor} says of a connection.
     *
     * @param listed how many sessions, statements and tables at most
     * @param timeoutMillis for each part
     * @return null where no endpoint uses a connection of that name
     */
    public @Nullable Map<String, @Nullable Object> report(String connection, int listed, long timeoutMillis) {
        for (ConnectionHandle handle : handles()) {
            if (handle.name().equals(connection)) {
                MonitorPlan plan = new MonitorPlan(List.of(), listed, statistics(), connection);
                return new MonitorOperation(plan, timeoutMillis).report(handle.database());
            }
        }
        return null;
    }

    /** The part of {@link #report} about this program's own statements, without asking any server. */
    public Map<String, @Nullable Object> statements(String connection, int listed) {
        return MonitorPart.statements(statistics(), connection, listed);
    }

    /** All calls on all connections, second by second. */
    public RecentSeconds recent() {
        return statistics().recent();
    }

    private List<ConnectionHandle> handles() {
        return component == null ? List.of() : component.connections().inUse();
    }

    private StatementStatistics statistics() {
        return component == null ? new StatementStatistics() : component.statistics();
    }
}
