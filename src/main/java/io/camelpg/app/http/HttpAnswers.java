package io.camelpg.app.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is answered to a request that no route gets. Without it, Vert.x-Web (4.5) logs the stack trace of each, so that
 * anybody could fill the log, and says in most cases nothing.
 */
public final class HttpAnswers extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int WRONG_METHOD = 405;
    private static final Map<Integer, String> ANSWERS = Map.of(
            400, "the request is not well formed",
            404, "there is nothing at this path",
            413, "the body is larger than what is taken",
            415, "the body must be application/json",
            417, "the expectation cannot be met");

    @Override
    public void afterStart(BaseMainSupport main) {
        MainHttpServer server = main.getCamelContext().hasService(MainHttpServer.class);
        if (server != null) {
            server.getRouter().route().order(-1).handler(new RequestCheck());
            addTo(main.getCamelContext(), server.getRouter());
        }
        ManagementHttpServer management = main.getCamelContext().hasService(ManagementHttpServer.class);
        if (management != null) {
            addTo(main.getCamelContext(), management.getRouter());
        }
    }

    /** Errors are those of the router that the server knows; Camel's is mounted in it. */
    private static void addTo(CamelContext camel, VertxPlatformHttpRouter routes) {
        Router root = (Router) routes.getServer().getServer().requestHandler();
        ANSWERS.forEach((status, text) -> root.errorHandler(status, context -> {
            LOG.debug("Refused with {}", status, context.failure());
            if (status == 404 && camel.isStopping()) {
                // the routes have gone already: whoever asks has to ask another instance, or later
                context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
                answer(context, UNAVAILABLE, "this instance is stopping");
                return;
            }
            answer(context, status, text);
        }));
        root.errorHandler(WRONG_METHOD, context -> {
            context.response().putHeader(HttpHeaders.ALLOW, methods(routes, context.normalizedPath()));
            answer(context, WRONG_METHOD, "the method is not among those that Allow names");
        });
        root.errorHandler(FAILED, context -> {
            LOG.warn("A request failed before a route had answered it: {}", nameOf(context.failure()));
            LOG.debug("Because of", context.failure());
            answer(context, FAILED, "internal error");
        });
    }

    private static String nameOf(@Nullable Throwable failure) {
        return failure == null ? "unknown" : failure.getClass().getName();
    }

    private static String methods(Router routes, String path) {
        return routes.getRoutes().stream()
                .filter(route -> path.equals(route.getPath()))
                .map(Route::methods)
                .filter(methods -> methods != null)
                .flatMap(Set::stream)
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Once; a body that goes on coming in fails a second time. */
    static void answer(RoutingContext context, int status, String error) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(ErrorBody.of(error));
        }
    }
}
