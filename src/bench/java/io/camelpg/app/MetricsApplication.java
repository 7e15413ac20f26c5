package io.camelpg.app;

import io.camelpg.app.embedded.EmbeddedKafka;
import io.camelpg.app.table.TablesBeforeRoutes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.main.Main;

/** The application's route of metrics and its broker, for benchmarks in the same JVM. */
public final class MetricsApplication implements AutoCloseable {
    /** Where the route logs the messages. */
    public static final String LOG = "metrics_log";

    private final Main main = new Main();

    private MetricsApplication() {}

    /** The application's own broker. */
    public static final class Broker implements AutoCloseable {
        private final EmbeddedKafka kafka = EmbeddedKafka.start();

        public String brokers() {
            return kafka.brokers();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    /**
     * Starts the route as it is, with {@code routes/application.properties}, and waits for nothing.
     *
     * @param http in the place of Camel's server
     * @param overrides of the properties; JMX is off as for all contenders
     */
    public static MetricsApplication start(PlatformHttpEngine http, Map<String, String> overrides) throws Exception {
        MetricsApplication application = new MetricsApplication();
        Main main = application.main;
        main.setPropertyPlaceholderLocations("file:routes/application.properties");
        main.addOverrideProperty("camel.main.routes-include-pattern", "file:routes/metrics-update.camel.yaml");
        main.addOverrideProperty("camel.main.jmx-enabled", "false");
        main.addOverrideProperty("camel.server.enabled", "false");
        main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, http);
        main.addOverrideProperty("camel.management.enabled", "false");
        // the others have none
        main.addOverrideProperty("camel.metrics.enabled", "false");
        overrides.forEach(main::addOverrideProperty);
        main.addMainListener(new TablesBeforeRoutes());
        main.start();
        return application;
    }

    /** The scripts of the tables that the route needs, in an order in which they can be run. */
    public static String tables() throws IOException {
        StringBuilder scripts = new StringBuilder();
        for (String table : new String[] {"log", "offsets", "summary", "window", "alerts"}) {
            Path file = Path.of("routes/sql/tables/metrics_" + table + ".sql");
            scripts.append(Files.readString(file, StandardCharsets.UTF_8));
        }
        return scripts.toString();
    }

    @Override
    public void close() {
        main.stop();
    }
}
