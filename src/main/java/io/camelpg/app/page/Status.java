package io.camelpg.app.page;

import io.camelpg.PgMonitor;
import io.camelpg.event.RecentSeconds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** What the page asks for each second: what this program knows without asking any server. */
final class Status {
    private static final int STATEMENTS = 15;

    private final CamelContext context;
    private final RouteCounts counts;
    private final Trials trials;
    private final Map<String, String> links;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** @param links what else is to look at, by what it is called */
    Status(CamelContext context, RouteCounts counts, Trials trials, Map<String, String> links) {
        this.context = context;
        this.counts = counts;
        this.trials = trials;
        this.links = links;
    }

    Map<String, @Nullable Object> now() {
        PgMonitor monitor = PgMonitor.of(context);
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("name", context.getName());
        status.put("since", since.toString());
        status.put("links", links);
        status.put("routes", routes());
        status.put("exchanges", seconds(counts.recent()));
        status.put("calls", seconds(monitor.recent()));
        List<Map<String, @Nullable Object>> connections = new ArrayList<>();
        for (Map<String, @Nullable Object> connection : monitor.connections()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>(connection);
            line.put("statements", monitor.statements(String.valueOf(connection.get("name")), STATEMENTS));
            connections.add(line);
        }
        status.put("connections", connections);
        return status;
    }

    /** Group by group; in each, what comes from outside is first. */
    private List<Map<String, @Nullable Object>> routes() {
        return context.getRoutes().stream()
                .sorted(Comparator.comparing(Status::group)
                        .thenComparing(route -> isInner(route) ? 1 : 0)
                        .thenComparing(Route::getRouteId))
                .map(this::route)
                .toList();
    }

    private static String group(Route route) {
        String group = route.getGroup();
        return group == null ? "" : group;
    }

    private static boolean isInner(Route route) {
        return route.getEndpoint().getEndpointBaseUri().startsWith("direct:");
    }

    private Map<String, @Nullable Object> route(Route route) {
        RouteCount count = counts.of(route.getRouteId());
        RouteCount.Result last = count.last();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", route.getRouteId());
        line.put("description", route.getDescription());
        line.put("group", group(route));
        line.put("inner", isInner(route));
        line.put("from", route.getEndpoint().getEndpointBaseUri().replace("://", ":"));
        line.put("state", String.valueOf(context.getRouteController().getRouteStatus(route.getRouteId())));
        line.put("startedMillis", route.getUptimeMillis());
        line.put("total", count.durations().count());
        line.put("failed", count.failures());
        line.put("inFlight", count.inFlight());
        line.put("p50Millis", count.durations().percentileMillis(50));
        line.put("p95Millis", count.durations().percentileMillis(95));
        line.put("lastAt", last == null ? null : last.at().toString());
        line.put("lastMillis", last == null ? null : last.millis());
        line.put("lastError", last == null ? null : last.error());
        line.put(
                "trials",
                trials.of(route).stream()
                        .map(trial -> Map.of("kind", trial.kind().name(), "text", trial.text()))
                        .toList());
        return line;
    }

    /** Arrays, because there are many: second, count, failed, mean and longest in milliseconds. */
    private static List<double[]> seconds(RecentSeconds recent) {
        return recent.ended().stream()
                .map(each -> new double[] {
                    each.second(), each.count(), each.failed(), rounded(each.meanMillis()), rounded(each.maxMillis())
                })
                .toList();
    }

    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }
}
