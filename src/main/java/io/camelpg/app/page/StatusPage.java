package io.camelpg.app.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Puts the page where the routes' HTTP server answers, behind the routes: one of theirs at {@code /} is served instead. */
public final class StatusPage extends MainListenerSupport {
    private final boolean localOnly;
    private final Function<CamelContext, Map<String, List<Trial>>> known;
    private final RouteCounts counts = new RouteCounts();

    /**
     * @param localOnly whether it is this machine's only
     * @param known how routes are tried, by their id, when they run
     */
    public StatusPage(boolean localOnly, Function<CamelContext, Map<String, List<Trial>>> known) {
        this.localOnly = localOnly;
        this.known = known;
    }

    /** Before the routes are built. The developer console can do more than look, so it is there for this machine only. */
    @Override
    public void beforeInitialize(BaseMainSupport main) {
        if (localOnly) {
            main.addInitialProperty("camel.main.dev-console-enabled", "true");
            main.addInitialProperty("camel.management.dev-console-enabled", "true");
        }
        main.getCamelContext().addRoutePolicyFactory(counts);
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        MainHttpServer server = context.hasService(MainHttpServer.class);
        if (server == null) {
            return;
        }
        String http = "http://localhost:" + property(context, "camel.server.port");
        String management = "http://localhost:" + property(context, "camel.management.port");
        Map<String, String> links = new LinkedHashMap<>();
        links.put("Health", management + "/observe/health");
        links.put("Metrics", management + "/observe/metrics");
        if (localOnly) {
            links.put("Developer console", management + "/q/dev/pg");
        }
        Status status = new Status(context, counts, new Trials(http, known.apply(context)), links);
        new PageHandlers(server.getRouter(), localOnly).add(status, new DatabaseStatus(context));
        ManagementHttpServer observed = context.hasService(ManagementHttpServer.class);
        if (observed != null && localOnly) {
            observed.getRouter().route("/q/*").order(-1).handler(new LocalOnly());
        }
    }

    private static String property(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }
}
