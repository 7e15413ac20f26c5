package io.camelpg.app;

import io.camelpg.app.http.WebhookSignature;
import io.camelpg.app.table.TablesBeforeRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.main.Main;

/** The application's webhook, for benchmarks in the same JVM. */
public final class CustomerApplication implements AutoCloseable {
    private final Main main = new Main();

    private CustomerApplication() {}

    /**
     * Starts the route with {@code routes/application.properties}, as it is but for the step that tells headers from
     * query parameters, which needs Vert.x's request. It writes its outbox, which nobody empties.
     *
     * @param secret signs what comes in
     * @param http in the place of Camel's server
     * @param overrides of the properties; JMX is off as for all contenders
     */
    public static CustomerApplication start(String secret, PlatformHttpEngine http, Map<String, String> overrides)
            throws Exception {
        CustomerApplication application = new CustomerApplication();
        Main main = application.main;
        main.setPropertyPlaceholderLocations("file:routes/application.properties");
        main.addOverrideProperty("camel.main.routes-include-pattern", "file:" + withoutVertx());
        main.addOverrideProperty("camel.main.jmx-enabled", "false");
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        // the others have none
        main.addOverrideProperty("camel.metrics.enabled", "false");
        overrides.forEach(main::addOverrideProperty);
        CrmSettings.of(Map.of("CRM_WEBHOOK_SECRET", secret, "CRM_CALLBACK_URL", "http://localhost:1"), false)
                .addTo(main);
        main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, http);
        main.addMainListener(new TablesBeforeRoutes());
        main.start();
        main.getCamelContext().getRouteController().stopRoute("crm-outbox");
        return application;
    }

    private static Path withoutVertx() throws IOException {
        String route = Files.readString(Path.of("routes/customer-sync.camel.yaml"));
        String step = "        - bean: { beanType: io.camelpg.app.http.HttpHeadersOnly, method: keep }\n";
        if (!route.contains(step)) {
            throw new IllegalStateException("the route has changed");
        }
        Path file = Files.createTempFile("customer-sync", ".camel.yaml");
        file.toFile().deleteOnExit();
        return Files.writeString(file, route.replace(step, ""));
    }

    /** The value of the header {@link WebhookSignature#HEADER}. */
    public static String sign(String secret, byte[] body) {
        return new WebhookSignature(secret).sign(body);
    }

    /** Throws where the signature is wrong. */
    public static void check(String secret, byte[] body, String signature) throws Exception {
        new WebhookSignature(secret).check(body, signature);
    }

    @Override
    public void close() {
        main.stop();
    }
}
