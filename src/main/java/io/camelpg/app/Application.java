package io.camelpg.app;

import io.camelpg.app.embedded.EmbeddedServers;
import io.camelpg.app.http.HttpAnswers;
import io.camelpg.app.log.Logging;
import io.camelpg.app.log.QuietStop;
import io.camelpg.app.page.StatusPage;
import io.camelpg.app.quartz.StoredQuartz;
import io.camelpg.app.report.MailServer;
import io.camelpg.app.table.TablesBeforeRoutes;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the routes in {@code routes/} until it is told to stop, on the servers that POSTGRES_HOST, KAFKA_BROKERS and
 * SMTP_HOST name or, where one is not set, on a server of its own.
 */
public final class Application {
    /** {@code camel.main.shutdown-timeout}, where SHUTDOWN_TIMEOUT is not set. */
    private static final long ROUTES_SECONDS = 15;
    /** On top of it: what still runs is cancelled at the server, and the embedded servers stop. */
    private static final long SERVERS_SECONDS = 15;

    private static final Path PROPERTIES = Path.of("routes/application.properties");

    /** Settings without a default; Camel refuses the empty value that {@code {{env:NAME:}}} would give. */
    private static final Map<String, String> OPTIONAL = Map.of(
            "POSTGRES_PASSWORD", "camel.component.pg.password",
            "POSTGRES_SSLMODE", "camel.component.pg.ssl-mode",
            "POSTGRES_SSLROOTCERT", "camel.component.pg.ssl-root-cert",
            "KAFKA_SECURITY_PROTOCOL", "camel.component.kafka.security-protocol",
            "KAFKA_SASL_MECHANISM", "camel.component.kafka.sasl-mechanism",
            "KAFKA_SASL_JAAS_CONFIG", "camel.component.kafka.sasl-jaas-config");

    private final Logger log = LoggerFactory.getLogger(Application.class);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Main main = new Main();
    private volatile long shutdownSeconds = ROUTES_SECONDS + SERVERS_SECONDS;

    private Application() {
        // without the hook of Camel's default strategy, which lets the JVM end before the embedded server has: see
        // stop()
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    /** @param arguments those of Camel's main, such as {@code -duration 60} */
    public static void main(String... arguments) {
        int exitCode;
        try {
            Logging.configure(System.getenv());
            // nothing is served from the class path, and a directory for it stays behind where the start is broken off
            System.setProperty("vertx.disableFileCPResolving", "true");
            exitCode = new Application().run(System.getenv(), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            exitCode = 2;
        }
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private int run(Map<String, String> environment, String... arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "camel-pg-shutdown"));
        try {
            Settings.check(environment);
            String timeout = environment.get("SHUTDOWN_TIMEOUT");
            if (timeout != null) {
                shutdownSeconds = Long.parseLong(timeout) + SERVERS_SECONDS;
            }
            FreePorts.check(environment, PROPERTIES);
            return runWithServers(environment, arguments);
            // whatever it is: once the JVM ends, classes that register a hook of their own cannot be loaded
        } catch (Throwable e) {
            if (QuietStop.begun()) {
                log.debug("Stopped while it started", e);
            } else {
                StartFailure.of(e).log(log);
            }
            return 1;
        } finally {
            finished.countDown();
        }
    }

    private int runWithServers(Map<String, String> environment, String... arguments) throws Exception {
        if (!isSet(environment.get("POSTGRES_HOST"))) {
            Logging.superuserIsFine();
        }
        try (EmbeddedServers embedded = EmbeddedServers.start(environment, QuietStop::begun)) {
            main.setPropertyPlaceholderLocations("file:" + PROPERTIES);
            OPTIONAL.forEach((variable, property) -> {
                if (isSet(environment.get(variable))) {
                    main.addInitialProperty(property, environment.get(variable));
                }
            });
            MailServer.properties(environment).forEach(main::addInitialProperty);
            embedded.properties().forEach(main::addOverrideProperty);
            CrmSettings.of(environment, !isSet(environment.get("POSTGRES_HOST")))
                    .addTo(main);
            main.addMainListener(new WaitingRoutes.Listener());
            main.addMainListener(new TablesBeforeRoutes());
            main.addMainListener(new StoredQuartz.Listener());
            main.addMainListener(new FreePorts());
            main.addMainListener(new HttpAnswers());
            Page page = Page.of(environment);
            if (page != Page.NONE) {
                main.addMainListener(new StatusPage(page == Page.LOCAL, RouteTrials::of));
            }
            main.addMainListener(new StartedMessage(embedded, page != Page.NONE));
            return main.run(arguments);
        }
    }

    /** On Ctrl-C or SIGTERM: the routes end, then the servers, then the JVM, which waits for this thread. */
    private void stop() {
        QuietStop.begin();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> log.debug("{} ended while the application stops", thread.getName(), failure));
        main.getShutdownStrategy().shutdown();
        try {
            if (!finished.await(shutdownSeconds, TimeUnit.SECONDS)) {
                log.warn("The application did not stop within {} s", shutdownSeconds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who sees the page {@code GET /}. */
    private enum Page {
        NONE,
        LOCAL,
        EVERYBODY;

        /** With the embedded database, this machine; else who PAGE=true lets see it. */
        static Page of(Map<String, String> environment) {
            String wanted = environment.get("PAGE");
            if (isSet(wanted)) {
                return Boolean.parseBoolean(wanted) ? EVERYBODY : NONE;
            }
            return isSet(environment.get("POSTGRES_HOST")) ? NONE : LOCAL;
        }
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}
