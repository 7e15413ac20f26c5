package io.camelpg.app.page;

import io.camelpg.event.RecentSeconds;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Counts the exchanges of every route. Camel asks for a policy when it builds a route. */
final class RouteCounts implements RoutePolicyFactory {
    private static final String STARTED = "CamelPgPageStarted.";

    private final Map<String, RouteCount> counts = new ConcurrentHashMap<>();
    private final RecentSeconds recent = new RecentSeconds();

    RouteCount of(String route) {
        return counts.computeIfAbsent(route, unused -> new RouteCount());
    }

    /** The exchanges of routes that nothing in this program calls. */
    RecentSeconds recent() {
        return recent;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        RouteCount count = of(routeId);
        String started = STARTED + routeId;
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route route, Exchange exchange) {
                exchange.setProperty(started, System.nanoTime());
                count.begun();
            }

            @Override
            public void onExchangeDone(Route route, Exchange exchange) {
                Long since = exchange.getProperty(started, Long.class);
                long nanos = since == null ? 0 : System.nanoTime() - since;
                count.done(exchange, nanos);
                if (routeId.equals(exchange.getFromRouteId())) {
                    recent.record(nanos, RouteCount.failed(exchange));
                }
            }
        };
    }
}
