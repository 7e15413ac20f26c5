package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as users start and stop it, with and without a server of their own. */
class ApplicationIT {
    private static final String RUNNING = "Stop      Ctrl-C";
    private static final Pattern EXAMPLE = Pattern.compile("curl -d '([^']*)'.* -H 'X-Signature-256: ([^']*)'");
    private static final Pattern EMBEDDED_PORT = Pattern.compile("psql -h localhost -p (\\d+)");

    @TempDir
    private Path directory;

    @Test
    void runsWithNothingInstalledAndLeavesNothingBehind() throws Exception {
        try (ForkedApplication application = new ForkedApplication(directory, Map.of())) {
            application.awaitLog(RUNNING);
            Matcher port = EMBEDDED_PORT.matcher(application.awaitLog("psql"));
            assertThat(port.find()).isTrue();

            assertThat(files("temporary"))
                    .as("the server's data, while it runs")
                    .anyMatch(name -> name.startsWith("camel-pg-"));

            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            application.awaitLog("Mailed the report of ");
            assertThat(application.log())
                    .as("in the order of the README")
                    .containsSubsequence(
                            "Report of ",
                            "The mail with the report of ",
                            "Mail to management@localhost: ",
                            "Mailed the report of ");
            assertThat(files("reports"))
                    .singleElement()
                    .asString()
                    .isIn("daily-" + today.minusDays(1) + ".html", "daily-" + today + ".html");

            HttpResponse<String> report = application.get("/reports/daily");
            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(report.body())
                    .contains("<h1>Sales on <time")
                    .contains("<caption>")
                    .contains("viewBox=\"0 0 360 400\"");
            assertThat(Files.readString(directory
                            .resolve("reports")
                            .resolve(files("reports").get(0))))
                    .isEqualTo(report.body());

            assertThat(application.get("/reports/daily?date=2020-02-29").body()).contains("Nothing was sold");
            assertThat(files("reports")).as("who asks leaves no file").hasSize(1);
            assertThat(application
                            .send("HEAD", "/reports/daily?date=2020-02-29", "")
                            .statusCode())
                    .isEqualTo(200);
            assertWhatNoRouteGetsIsNoErrorInTheLog(application);

            HttpResponse<String> refused = application.get("/reports/daily?date=2020-02-30");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).isEqualTo("The date must be a day of the calendar, written YYYY-MM-DD.");

            Matcher example = EXAMPLE.matcher(application.awaitLog("Try "));
            assertThat(example.find()).isTrue();
            HttpResponse<String> customer = application.send(
                    "POST",
                    "/webhooks/crm/customers",
                    example.group(1),
                    "Content-Type",
                    "application/json",
                    "X-Signature-256",
                    example.group(2));
            assertThat(customer.body()).contains("\"inserted\":1");
            assertThat(application.awaitLog("The CRM is told: ")).contains("\"customerId\": 501");

            HttpResponse<String> health = application.getManagement("/observe/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(application.log()).doesNotContain("chart.js");
            assertThat(application.getManagement("/observe/metrics").body())
                    .contains("postgres_queries_total{connection=\"default\",operation=\"query\"}")
                    .contains("postgres_query_duration_seconds_bucket");

            assertThat(application.terminate()).isEqualTo(128 + 15);
            assertThat(application.log()).doesNotContain("ERROR").doesNotContain("WARN");
            assertThatThrownBy(() -> new Socket("localhost", Integer.parseInt(port.group(1))))
                    .as("the embedded server is gone")
                    .isInstanceOf(ConnectException.class);
            assertThat(files("temporary")).isEmpty();
        }
    }

    @Test
    void usesTheServerItIsTold() throws Exception {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE TABLE products (id int, name text); CREATE TABLE orders (id int, status text, created_at"
                        + " timestamptz); CREATE TABLE order_items (order_id int, product_id int, quantity int, unit_price"
                        + " numeric); INSERT INTO products VALUES (1, 'Only <here>'); INSERT INTO orders VALUES (1, 'paid',"
                        + " '2026-03-01T12:00Z'); INSERT INTO order_items VALUES (1, 1, 3, 1.50)");
        try (ForkedApplication application = new ForkedApplication(directory, server(database))) {
            assertThat(application.awaitLog(" routes from routes/ on "))
                    .contains("PostgreSQL at localhost:" + TestPostgres.port());

            HttpResponse<String> report = application.get("/reports/daily?date=2026-03-01");
            assertThat(report.body())
                    .as(application.log())
                    .contains("Only &lt;here&gt;")
                    .contains("€ 4.50");
            assertThat(application.log()).doesNotContain("embedded PostgreSQL");
        }
    }

    @Test
    void missingTablesAreNamedInTheLogAndNotInTheAnswer() throws Exception {
        String database = TestPostgres.createDatabase();
        try (ForkedApplication application = new ForkedApplication(directory, server(database))) {
            assertThat(application.awaitLog("No report: ")).contains("PG-206").contains("orders");

            HttpResponse<String> report = application.get("/reports/daily");
            assertThat(report.statusCode()).isEqualTo(500);
            assertThat(report.body()).isEqualTo("The report cannot be made. The log says why.");
            assertThat(files("reports")).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNotTheCallersFault() throws Exception {
        Map<String, String> environment = new HashMap<>(server("postgres"));
        environment.put("POSTGRES_PORT", Integer.toString(ForkedApplication.freePort()));
        try (ForkedApplication application = new ForkedApplication(directory, environment)) {
            application.awaitLog(RUNNING);

            HttpResponse<String> report = application.get("/reports/daily");
            assertThat(report.statusCode()).isEqualTo(503);
            assertThat(report.body()).isEqualTo("The report cannot be made at the moment. Please try again later.");
            assertThat(application.log()).contains("PG-001").doesNotContain("\tat ");
            assertThat(application.awaitLog(" WARN  WaitingRoutes "))
                    .contains("does not run yet")
                    .contains("PG-001");
            assertThat(application.awaitLog("Waiting   "))
                    .contains("archive-orders-monthly, daily-report-every-morning: started as soon as they can");
            assertThat(application.terminate()).isEqualTo(128 + 15);
            assertThat(application.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aPortInUseIsNamedWithTheVariableThatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> environment = new HashMap<>(server("postgres"));
            environment.put("MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
            try (ForkedApplication application = new ForkedApplication(directory, environment)) {
                assertThat(application.exitCode()).isEqualTo(1);
                assertThat(application.log())
                        .contains("Not started: port " + taken.getLocalPort()
                                + " is in use by another program, set MANAGEMENT_PORT to a free one")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void aPortInUseIsNoticedBeforeServersAreStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> environment = Map.of("HTTP_PORT", Integer.toString(taken.getLocalPort()));
            try (ForkedApplication application = new ForkedApplication(directory, environment)) {
                assertThat(application.exitCode()).isEqualTo(1);
                assertThat(application.log().lines())
                        .singleElement()
                        .asString()
                        .contains("set HTTP_PORT to a free one");
            }
        }
    }

    @Test
    void allWrongSettingsAreNamedAtOnceBeforeAnythingIsStarted() throws Exception {
        Map<String, String> environment = Map.of(
                "METRICS_CONSUMERS",
                "x",
                "REPORT_CRON",
                "nonsense",
                "SMTP_TLS",
                "foo",
                "POSTGRES_PORT",
                "abc",
                "ARCHIVE_AGE",
                "nonsense");
        try (ForkedApplication application = new ForkedApplication(directory, environment)) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.log().lines()).hasSize(5).allSatisfy(line -> assertThat(line)
                    .contains("Not started: ")
                    .contains(" must be "));
            assertThat(application.log())
                    .contains("METRICS_CONSUMERS must be a whole number from 1, not 'x'")
                    .contains("ARCHIVE_AGE must be an interval above zero, such as 1 year, 90 days or 2 hours 30"
                            + " minutes, not 'nonsense'")
                    .contains("REPORT_CRON must be a cron expression")
                    .contains("SMTP_TLS must be none, starttls or tls, not 'foo'")
                    .contains("POSTGRES_PORT must be a whole number from 1 to 65535, not 'abc'");
        }
    }

    @Test
    void aLogLevelThatIsNoneIsRefused() throws Exception {
        try (ForkedApplication application = new ForkedApplication(directory, Map.of("LOG_LEVEL", "chatty"))) {
            assertThat(application.exitCode()).isEqualTo(2);
            assertThat(application.log())
                    .isEqualTo("LOG_LEVEL must be TRACE, DEBUG, INFO, WARN, ERROR or OFF, not 'chatty'");
        }
    }

    private static Map<String, String> server(String database) {
        return Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", database,
                "POSTGRES_USERNAME", "postgres",
                "POSTGRES_SSLMODE", "disable");
    }

    /** The log is looked at when the application has ended. */
    private static void assertWhatNoRouteGetsIsNoErrorInTheLog(ForkedApplication application) throws Exception {
        String malformed = "HTTP/1.1 400 ";
        String says = "{\"error\":\"the request is not well formed\"}";
        assertThat(raw(application, "GET /reports/daily?date=%zz"))
                .startsWith(malformed)
                .endsWith(says);
        assertThat(raw(application, "GET /metrics/summary?%zz=1"))
                .startsWith(malformed)
                .endsWith(says);
        HttpResponse<String> posted = application.send("POST", "/reports/daily", "x=1");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> got = application.get("/webhooks/crm/customers");
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        assertThat(got.body()).contains("{\"error\":");
        HttpResponse<String> large = application.send(
                "POST",
                "/webhooks/crm/customers",
                " ".repeat(10 * 1024 * 1024 + 1),
                "Content-Type",
                "application/json");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("{\"error\":\"the body is larger than what is taken\"}");
    }

    /** A request that HttpClient would not send. */
    private static String raw(ForkedApplication application, String line) throws IOException {
        try (Socket socket = new Socket("localhost", application.httpPort())) {
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> files(String folder) throws IOException {
        Path path = directory.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
