package io.camelpg.app;

import io.camelpg.error.PgException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which routes do not run yet and why, once for each route and cause, and when they do: Camel's supervising route
 * controller (4.18) says it of every attempt or, quieted, not at all.
 */
final class WaitingRoutes extends EventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRoutes.class);

    /** By the route's id. */
    private final Map<String, String> causes = new ConcurrentHashMap<>();

    /** Before the first route starts. */
    static final class Listener extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            main.getCamelContext().getManagementStrategy().addEventNotifier(new WaitingRoutes());
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.RouteRestartingFailureEvent || event instanceof CamelEvent.RouteStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.RouteRestartingFailureEvent failed) {
            String route = failed.getRoute().getRouteId();
            String cause = cause(failed.getCause());
            if (!cause.equals(causes.put(route, cause))) {
                LOG.warn("Route {} does not run yet, it is tried again until it does: {}", route, cause);
            }
        } else if (event instanceof CamelEvent.RouteStartedEvent started) {
            String route = started.getRoute().getRouteId();
            if (causes.remove(route) != null) {
                LOG.info("Route {} runs now", route);
            }
        }
    }

    /** The component's message or the innermost: what wraps it says only that a job could not be stored. */
    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof PgException)
                && cause.getCause() != null
                && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
