package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.SilentProxy;
import io.camelpg.support.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while statements run: see docs/shutdown.md. */
@Timeout(300)
class ShutdownIT {
    /** Vert.x has as many workers. */
    private static final int REQUESTS = 20;

    private static final int TIMERS = 30;
    private static final int SHORT_SECONDS = 4;

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private String database;

    @BeforeEach
    void start() throws Exception {
        database = TestPostgres.createDatabase();
        StringBuilder routes = new StringBuilder(
                """
                - from:
                    uri: platform-http:/sleep
                    steps:
                      - doTry:
                          steps:
                            - to:
                                uri: pg:query
                                parameters:
                                  sql: "SELECT pg_sleep(:seconds::float8)::text || 'slept' AS answer"
                                  outputType: scalar
                                  timeout: 600s
                          doCatch:
                            - exception: [io.camelpg.error.PgException]
                              steps:
                                - log: "Cancelled: ${exception.message}"
                                - setHeader: { name: CamelHttpResponseCode, constant: "503" }
                                - setBody: { simple: "${exception.code}" }
                """);
        for (int i = 0; i < TIMERS; i++) {
            routes.append(
                    """
                    - from:
                        uri: timer:t%1$d?repeatCount=1
                        steps:
                          - to: { uri: "pg:query", parameters: { sql: "SELECT pg_sleep(%2$d)", timeout: "600s" } }
                          - log: "timer %1$d slept"
                    """
                            .formatted(i, i % 2 == 0 ? SHORT_SECONDS : 600));
        }
        Files.writeString(directory.resolve("sleep.camel.yaml"), routes);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    private ForkedApplication application(int port, int shutdownSeconds) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("EMBEDDED_SERVERS", "false");
        environment.put("ROUTES", "file:" + directory.resolve("sleep.camel.yaml"));
        environment.put("POSTGRES_HOST", "localhost");
        environment.put("POSTGRES_PORT", Integer.toString(port));
        environment.put("POSTGRES_DATABASE", database);
        environment.put("POSTGRES_MAX_CONNECTIONS", "60");
        environment.put("SHUTDOWN_TIMEOUT", Integer.toString(shutdownSeconds));
        ForkedApplication application = new ForkedApplication(directory, environment);
        application.awaitLog("Stop      Ctrl-C");
        return application;
    }

    private List<CompletableFuture<HttpResponse<String>>> requests(ForkedApplication application) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return application.get("/sleep?seconds=" + (i % 2 == 0 ? SHORT_SECONDS : 600));
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        callers))
                .toList();
    }

    private int atWork() {
        return Integer.parseInt(TestPostgres.scalar(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database
                        + "' AND application_name = 'camel-pg' AND wait_event = 'PgSleep'"));
    }

    private void assertNothingIsLeft() {
        Await.until("no session is left", () -> TestPostgres.scalar(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = '"
                                + database + "'")
                .equals("0"));
    }

    @Test
    void ofFiftyStatementsThoseEndThatCanAndTheOthersAreCancelled() throws Exception {
        try (ForkedApplication application = application(TestPostgres.port(), 10)) {
            // the short ones of the timers began with the routes, so that only those that sleep for long are sure to be
            // there
            List<CompletableFuture<HttpResponse<String>>> requests = requests(application);
            Await.until("all requests and long timers sleep", () -> atWork() >= REQUESTS + TIMERS / 2);
            assertThat(application.getManagement("/observe/health/ready").body())
                    .contains("\"UP\"");

            application.signal("TERM");
            Await.until("nobody new is sent here, while those before are served", () -> ready(application) == 503);
            Await.until("nobody new is served", () -> answer(application) == 503);
            assertThat(atWork()).isGreaterThanOrEqualTo(REQUESTS / 2);
            // a second one changes nothing
            application.signal("TERM");

            assertThat(application.exitCode()).isEqualTo(128 + 15);
            assertNothingIsLeft();
            for (int i = 0; i < REQUESTS; i++) {
                HttpResponse<String> reply = requests.get(i).get(20, TimeUnit.SECONDS);
                assertThat(reply.statusCode() + " " + reply.body()).isEqualTo(i % 2 == 0 ? "200 slept" : "503 PG-211");
            }
            assertThat(application.log())
                    .contains("timer 0 slept")
                    .contains("because connection 'default' is being closed")
                    .doesNotContain("timer 1 slept")
                    .doesNotContain("did not stop within");
        }
    }

    private static int ready(ForkedApplication application) {
        try {
            return application.getManagement("/observe/health/ready").statusCode();
        } catch (Exception e) {
            throw new IllegalStateException("health is not told any more", e);
        }
    }

    private static int answer(ForkedApplication application) {
        try {
            return application.get("/sleep?seconds=0").statusCode();
        } catch (Exception e) {
            throw new IllegalStateException("nothing is answered any more", e);
        }
    }

    @Test
    void aServerThatDoesNotAnswerDoesNotHoldIt() throws Exception {
        try (SilentProxy network = SilentProxy.to(TestPostgres.port());
                ForkedApplication application = application(network.port(), 8)) {
            List<CompletableFuture<HttpResponse<String>>> requests = requests(application);
            Await.until("all sleep", () -> atWork() >= REQUESTS + TIMERS / 2);
            network.silent(true);

            application.signal("TERM");
            assertThat(application.exitCode()).isEqualTo(128 + 15);

            assertThat(application.log()).doesNotContain("did not stop within");
            for (CompletableFuture<HttpResponse<String>> request : requests) {
                assertThat(request.handle((reply, failure) -> failure != null || reply.statusCode() >= 500)
                                .get(20, TimeUnit.SECONDS))
                        .isTrue();
            }
        }
        // the server has not heard of anything, and sleeps on
        TestPostgres.scalar(
                "postgres",
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    @Test
    void withoutEmbeddedServersAllHaveToBeNamed() throws Exception {
        try (ForkedApplication application =
                new ForkedApplication(directory, Map.of("EMBEDDED_SERVERS", "false", "KAFKA_BROKERS", "kafka:9092"))) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.log())
                    .contains("POSTGRES_HOST must name a server: EMBEDDED_SERVERS=false, so none is started")
                    .contains("SMTP_HOST must name a server")
                    .doesNotContain("KAFKA_BROKERS must")
                    .doesNotContain("\tat ");
        }
    }
}
