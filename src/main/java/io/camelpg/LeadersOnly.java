package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.lead.Candidacy;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Turns away exchanges that a {@code master:} route begins when its context does not lead any more: a consumer that has not
 * been stopped yet may still fire, in a JVM that was held up for instance.
 */
final class LeadersOnly implements RoutePolicyFactory {
    private static final String MASTER = "master:";

    private final Map<String, Candidacy> candidacies;

    /** @param candidacies by namespace, which may become more */
    LeadersOnly(Map<String, Candidacy> candidacies) {
        this.candidacies = candidacies;
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        String uri = route instanceof NamedRoute named ? named.getEndpointUrl() : "";
        return uri.startsWith(MASTER) || uri.contains("{{") ? new Policy(candidacies) : null;
    }

    /** {@code master:namespace:uri}, or with slashes behind the first colon as Camel writes it; null for another route. */
    static @Nullable String namespace(String uri) {
        if (!uri.startsWith(MASTER)) {
            return null;
        }
        String rest = uri.substring(MASTER.length()).replaceFirst("^//", "");
        int end = rest.indexOf(':');
        return end < 0 ? null : rest.substring(0, end);
    }

    private static final class Policy extends RoutePolicySupport {
        private final Map<String, Candidacy> candidacies;
        private volatile @Nullable String namespace;

        Policy(Map<String, Candidacy> candidacies) {
            this.candidacies = candidacies;
        }

        @Override
        public void onInit(Route route) {
            super.onInit(route);
            namespace = namespace(route.getEndpoint().getEndpointUri());
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            String known = namespace;
            Candidacy candidacy = known == null ? null : candidacies.get(known);
            if (candidacy != null && !candidacy.leads()) {
                exchange.setException(new PgException(
                        PgErrorCode.NOT_LEADER, "this instance does not lead '" + known + "' any more"));
                exchange.setRouteStop(true);
            }
        }
    }
}
