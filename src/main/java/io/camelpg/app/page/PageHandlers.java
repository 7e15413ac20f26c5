package io.camelpg.app.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * The page's files and what it asks for, on a router. Nothing of it comes from another host, runs from within the page or
 * may be framed (Content-Security-Policy).
 */
final class PageHandlers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Router router;
    private final boolean localOnly;

    PageHandlers(Router router, boolean localOnly) {
        this.router = router;
        this.localOnly = localOnly;
    }

    void add(Status status, DatabaseStatus database) {
        file("/", HTML, "/io/camelpg/app/page/page.html");
        file("/page/page.css", "text/css; charset=utf-8", "/io/camelpg/app/page/page.css");
        file("/page/page.js", SCRIPT, "/io/camelpg/app/page/page.js");
        file("/page/icon.svg", "image/svg+xml", "/io/camelpg/app/page/icon.svg");
        file("/page/chart.js", SCRIPT, "/META-INF/resources/webjars/chart.js/4.4.9/dist/chart.umd.js");
        answer("/page/status", status::now);
        answer("/page/database", database::now);
    }

    private void file(String path, String type, String resource) {
        Buffer content = Buffer.buffer(bytes(resource));
        route(path).handler(context -> headed(context, type).end(content));
    }

    /** On a worker thread, because it takes as long as the database. */
    private void answer(String path, Supplier<Object> content) {
        Handler<RoutingContext> handler = context -> {
            try {
                Buffer json = Buffer.buffer(JSON.writeValueAsBytes(content.get()));
                headed(context, "application/json").end(json);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        };
        route(path).blockingHandler(handler, false);
    }

    private Route route(String path) {
        Route route = router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
        return localOnly ? route.handler(new LocalOnly()) : route;
    }

    private static HttpServerResponse headed(RoutingContext context, String type) {
        return context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors"
                                + " 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = PageHandlers.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
