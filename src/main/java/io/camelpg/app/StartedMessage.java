package io.camelpg.app;

import io.camelpg.app.embedded.EmbeddedServers;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, once everything runs, what runs and where, and what to open. */
final class StartedMessage extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(StartedMessage.class);

    private final EmbeddedServers embedded;
    private final boolean page;

    /** @param page whether there is one at {@code /} */
    StartedMessage(EmbeddedServers embedded, boolean page) {
        this.embedded = embedded;
        this.page = page;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        List<String> waiting = context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !context.getRouteController().getRouteStatus(id).isStarted())
                .sorted()
                .toList();
        LOG.info("Running {} routes from routes/ on {}", context.getRoutesSize() - waiting.size(), database(context));
        if (!waiting.isEmpty()) {
            LOG.warn("Waiting   {}: started as soon as they can", String.join(", ", waiting));
        }
        embedded.descriptions().forEach(LOG::info);
        String http = "http://localhost:" + property(context, "camel.server.port");
        if (page) {
            LOG.info("Open      {}/   (what runs, and how to try it)", http);
        }
        context.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                .filter(endpoint -> !"POST".equals(endpoint.getVerbs()))
                .map(HttpEndpointModel::getUri)
                // what a page loads is nothing to open
                .filter(path -> !path.endsWith(".js"))
                .sorted()
                .forEach(path -> LOG.info("Open      {}{}", http, path));
        if (Boolean.parseBoolean(property(context, "crm.local"))) {
            LOG.info("Try       {}", RouteTrials.customer(http, context));
        }
        String management = "http://localhost:" + property(context, "camel.management.port");
        LOG.info("Health    {}/observe/health", management);
        LOG.info("Metrics   {}/observe/metrics", management);
        LOG.info("Stop      Ctrl-C");
    }

    private static String database(CamelContext context) {
        return "PostgreSQL at " + property(context, "camel.component.pg.host") + ':'
                + property(context, "camel.component.pg.port");
    }

    private static String property(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }
}
