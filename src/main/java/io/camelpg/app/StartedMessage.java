package io.camelpg.app;

import org.apache.camel.CamelContext;
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

    StartedMessage(EmbeddedServers embedded) {
        this.embedded = embedded;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        LOG.info("Running {} routes from routes/ on {}", context.getRoutesSize(), database(context));
        embedded.descriptions().forEach(LOG::info);
        String http = "http://localhost:" + property(context, "camel.server.port");
        context.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                .filter(endpoint -> !"POST".equals(endpoint.getVerbs()))
                .map(HttpEndpointModel::getUri)
                .sorted()
                .forEach(path -> LOG.info("Open      {}{}", http, path));
        if (CrmSettings.LOCAL_SECRET.equals(property(context, "crm.webhook-secret"))) {
            LOG.info("Try       {}", CrmSettings.example(http));
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
