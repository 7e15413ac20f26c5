package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of orders as those who run it know it: HTTP, mail, tables, files, and processes that die. */
class ArchiveOrdersIT {
    private static final String RUNNING = "Stop      Ctrl-C";
    private static final String TOKEN = "Bearer an-operator";
    private static final int OLD = 1500;

    /** Every order with its items, wherever it is. */
    private static final String EVERYTHING =
            """
            SELECT md5(string_agg(order_text, '' ORDER BY order_text)) FROM (
                SELECT id || status || created_at || (
                    SELECT jsonb_agg(to_jsonb(i) - 'order_id' ORDER BY position) FROM order_items i WHERE order_id = o.id)
                FROM orders o
                UNION ALL
                SELECT id || status || created_at || items FROM orders_archive) AS everything (order_text)""";

    @TempDir
    private Path directory;

    private PgContext pg;

    @BeforeEach
    void createShop() throws IOException {
        pg = PgContext.onNewDatabase();
        try (InputStream resource =
                ArchiveOrdersIT.class.getResourceAsStream("/io/camelpg/app/embedded/sample-data.sql")) {
            pg.sql(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (String table : new String[] {"archive_runs", "orders_archive"}) {
            pg.sql(Files.readString(Path.of("routes/sql/tables/" + table + ".sql")));
        }
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    @Test
    void movesOldOrdersWithTheirItemsIntoAVerifiedBackup() throws Exception {
        String before = pg.scalar(EVERYTHING);
        String orders = pg.scalar("SELECT count(*) FROM orders");
        try (ForkedApplication application = start(Map.of())) {
            application.awaitLog(RUNNING);
            assertThat(application.get("/archive/orders").body()).contains("\"orders\":" + OLD, "\"runs\":[]");
            for (String wrong : new String[] {"Bearer wrong-operator", "Basic an-operator", "Bearer -"}) {
                HttpResponse<String> refused = application.send("POST", "/archive/orders", "", "Authorization", wrong);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            }
            HttpResponse<String> dry = post(application, "?dryRun=true");
            assertThat(dry.statusCode()).isEqualTo(200);
            assertThat(dry.body()).contains("\"orders\":" + OLD, "\"chunks\":2");
            assertThat(pg.scalar("SELECT count(*) FROM orders")).isEqualTo(orders);
            assertThat(pg.scalar("SELECT count(*) FROM archive_runs")).isEqualTo("0");

            assertNothingIsStartedBy(application);
            assertThat(pg.scalar("SELECT count(*) FROM archive_runs")).isEqualTo("0");

            HttpResponse<String> started =
                    application.send("POST", "/archive/orders?dryRun=FALSE", "", "authorization", "bearer an-operator");
            assertThat(started.statusCode()).isEqualTo(202);
            assertThat(started.body()).isEqualTo("{\"run\":1,\"resumed\":false}");
            application.awaitLog("Run 1 is done: " + OLD + " orders");

            assertThat(application.get("/archive/orders").body())
                    .contains("\"orders\":0", "\"state\": \"done\"", "\"moved\": " + OLD);
            await("SELECT told_at IS NOT NULL FROM archive_runs");
        }
        assertThat(mails())
                .singleElement()
                .asString()
                .contains("To: ops@localhost", "Subject: Archive run 1: " + OLD + " orders", "Left behind      0");
        assertThat(pg.scalar("SELECT count(*) FROM orders_archive")).isEqualTo(Integer.toString(OLD));
        assertThat(pg.scalar(EVERYTHING)).isEqualTo(before);
        assertBackup(1, OLD);
    }

    private static void assertNothingIsStartedBy(ForkedApplication application) throws Exception {
        assertThat(post(application, "?dryRun=TRUE").body()).contains("\"orders\":" + OLD);
        for (String query :
                List.of("?dryRun=yes", "?dryRun=1", "?dryRun", "?dryRun=true&dryRun=true", "?dryrun=true")) {
            HttpResponse<String> refused = post(application, query);
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
            assertThat(refused.body()).contains("{\"problem\":\"Nothing was started: the query may be");
        }
        HttpResponse<String> body =
                application.send("POST", "/archive/orders", "{\"dryRun\":true}", "Authorization", TOKEN);
        assertThat(body.statusCode()).isEqualTo(400);
        assertThat(body.body()).contains("Nothing was started: a body says nothing here");
        for (String query : List.of("?Authorization=Bearer%20an-operator", "?authorization=Bearer+an-operator")) {
            assertThat(application.send("POST", "/archive/orders" + query, "").statusCode())
                    .as(query)
                    .isEqualTo(401);
        }
        HttpResponse<String> form = application.send(
                "POST",
                "/archive/orders",
                "Authorization=Bearer+an-operator",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.statusCode()).isEqualTo(401);
    }

    /** Killed at any point, the run is taken up: each order is in one place, with its items, and the backup has all. */
    @Test
    void whatDiesIsTakenUpWithoutLossOrRepetition() throws Exception {
        int kills = Integer.getInteger("archive.kills", 3);
        String before = pg.scalar(EVERYTHING);
        Map<String, String> slowly = Map.of("ARCHIVE_CHUNK", "10", "ARCHIVE_PAUSE", "20", "ARCHIVE_LEASE", "1 second");
        for (int kill = 0; kill < kills; kill++) {
            try (ForkedApplication application = start(slowly)) {
                application.awaitLog(RUNNING);
                if (kill == 0) {
                    assertThat(post(application, "").statusCode()).isEqualTo(202);
                }
                String moved = pg.scalar("SELECT count(*) FROM orders_archive");
                await("SELECT count(*) > " + (Long.parseLong(moved) + 20) + " FROM orders_archive");
                application.kill();
            }
            assertThat(pg.scalar(EVERYTHING)).isEqualTo(before);
        }
        assertThat(Integer.parseInt(pg.scalar("SELECT count(*) FROM orders_archive")))
                .isLessThan(OLD);
        try (ForkedApplication application = start(Map.of("ARCHIVE_LEASE", "1 second"))) {
            application.awaitLog("Run 1 is done: " + OLD + " orders");
        }
        assertThat(pg.scalar(EVERYTHING)).isEqualTo(before);
        assertThat(pg.scalar("SELECT count(*) FROM archive_runs")).isEqualTo("1");
        assertBackup(1, OLD);
    }

    @Test
    void twoInstancesDoNotGetInEachOthersWay() throws Exception {
        String before = pg.scalar(EVERYTHING);
        Map<String, String> slowly = Map.of("ARCHIVE_CHUNK", "50", "ARCHIVE_PAUSE", "50");
        try (ForkedApplication one = start(slowly);
                ForkedApplication other = start(slowly)) {
            one.awaitLog(RUNNING);
            other.awaitLog(RUNNING);
            assertThat(post(one, "").statusCode()).isEqualTo(202);
            assertThat(post(other, "").statusCode()).isEqualTo(409);
            pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%chunk%'");
            one.awaitLog("Run 1 is done: " + OLD + " orders");
            assertThat(other.log()).doesNotContain("Run 1");
        }
        assertThat(pg.scalar(EVERYTHING)).isEqualTo(before);
        assertBackup(1, OLD);
    }

    @Test
    void ordersThatSomebodyHoldsAreLeft() throws Exception {
        try (ForkedApplication application = start(Map.of());
                Connection holder = connect();
                Statement statement = holder.createStatement()) {
            application.awaitLog(RUNNING);
            holder.setAutoCommit(false);
            // an item that is being added to an old order: it must not go with the order
            statement.execute("INSERT INTO order_items SELECT min(id), 99, 1, 1, 1 FROM orders WHERE id > 100000");
            post(application, "");
            application.awaitLog("Run 1 is done: " + (OLD - 1) + " orders");
            await("SELECT told_at IS NOT NULL FROM archive_runs");
            assertThat(mails()).singleElement().asString().contains("Left behind      1");
            holder.commit();
            assertThat(pg.scalar("SELECT count(*) FROM order_items WHERE position = 99"))
                    .isEqualTo("1");

            assertThat(post(application, "").body()).contains("\"run\":2");
            application.awaitLog("Run 2 is done: 1 orders");
            assertThat(pg.scalar("SELECT count(*) FROM orders_archive WHERE items @> '[{\"position\": 99}]'"))
                    .isEqualTo("1");
        }
    }

    /** READ COMMITTED would delete the item with its order, by the foreign key, and archive the order without it. */
    @Test
    void anItemAddedWhileAChunkMovesMakesItStartOver() throws Exception {
        pg.sql("INSERT INTO archive_runs (cutoff, owner) VALUES (now() - interval '1 year', 'us')");
        String chunk = Files.readString(Path.of("routes/sql/archive-chunk.sql"))
                .replace(":run", "1")
                .replace(":owner", "'us'")
                .replace(":chunk", "2000");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM orders");
            pg.sql("INSERT INTO order_items SELECT min(id), 99, 1, 1, 1 FROM orders WHERE id > 100000");

            assertThatThrownBy(() -> statement.execute(chunk))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isEqualTo("40001"));
            connection.rollback();
            assertThat(statement.execute(chunk)).isTrue();
            connection.commit();
        }
        assertThat(pg.scalar("SELECT count(*) FROM orders_archive WHERE items @> '[{\"position\": 99}]'"))
                .isEqualTo("1");
    }

    @Test
    void whatCannotGoOnIsLeftToPeople() throws Exception {
        Path folder = Files.writeString(directory.resolve("archive"), "a file where the folder should be");
        pg.sql("INSERT INTO orders_archive SELECT max(id), 1, 'paid', now(), now(), '[]', 0 FROM orders");
        String before = pg.scalar(EVERYTHING);
        try (ForkedApplication application = start(Map.of())) {
            application.awaitLog(RUNNING);
            post(application, "");
            assertThat(application.awaitLog("Archiving failed")).contains("PG-306");
            await("SELECT state = 'failed' AND problem LIKE 'PG-306%' AND told_at IS NOT NULL FROM archive_runs");
            assertThat(mails()).singleElement().asString().contains("Subject: Archive run 1 FAILED", "PG-306");
            assertThat(pg.scalar(EVERYTHING)).isEqualTo(before);
            pg.sql("DELETE FROM orders_archive WHERE run = 0");

            assertThat(post(application, "").body()).isEqualTo("{\"run\":1,\"resumed\":true}");
            await("SELECT state = 'failed' AND problem NOT LIKE 'PG-%' AND told_at IS NOT NULL FROM archive_runs");
            assertThat(mails().stream().flatMap(String::lines).filter(line -> line.startsWith("Message-ID: ")))
                    .as("of two failures")
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allMatch(line -> line.contains("archive-orders-1-failed-"));
            assertThat(pg.scalar("SELECT count(*) FROM orders_archive")).isEqualTo(Integer.toString(OLD));
            Files.delete(folder);

            assertThat(post(application, "").statusCode()).isEqualTo(202);
            application.awaitLog("Run 1 is done: " + OLD + " orders");
        }
        assertBackup(1, OLD);
    }

    /** Nobody asks for it: the clock says so. */
    @Test
    void aDryRunOnScheduleTellsWhatItWouldDo() throws Exception {
        try (ForkedApplication application =
                start(Map.of("ARCHIVE_CRON", "0/1 * * * * ?", "ARCHIVE_DRY_RUN", "true"))) {
            application.awaitLog("Dry run: " + OLD + " orders would be moved");
            application.awaitLog("Mail to ops@localhost");
        }
        assertThat(mails())
                .first()
                .asString()
                .contains("Subject: Archive dry run: " + OLD + " orders would be moved", "Nothing has been changed");
        assertThat(pg.scalar("SELECT count(*) FROM orders_archive")).isEqualTo("0");
        assertThat(pg.scalar("SELECT count(*) FROM archive_runs")).isEqualTo("0");
    }

    @Test
    void theScheduleStartsARunAndAMailThatFailsIsMadeUp() throws Exception {
        Map<String, String> settings = Map.of(
                "ARCHIVE_CRON", "0/1 * * * * ?",
                "SMTP_HOST", "localhost",
                "SMTP_PORT", Integer.toString(ForkedApplication.freePort()));
        try (ForkedApplication application = start(settings)) {
            application.awaitLog("Run 1 is done: " + OLD + " orders");
            application.awaitLog("The operators could not be told");
        }
        assertThat(pg.scalar("SELECT told_at IS NULL FROM archive_runs WHERE id = 1"))
                .isEqualTo("t");
        try (ForkedApplication application = start(Map.of("ARCHIVE_LEASE", "1 second"))) {
            application.awaitLog("Mail to ops@localhost");
            await("SELECT told_at IS NOT NULL FROM archive_runs WHERE id = 1");
        }
    }

    /** As long as a mail server may take: who is telling is not taken for dead. */
    @Test
    void aMailThatIsOnItsWayIsNobodyElses() {
        pg.sql("INSERT INTO archive_runs (cutoff, owner) VALUES (now(), 'us')");
        Map<String, Object> done = new HashMap<>(Map.of("run", 1, "owner", "us", "state", "done"));
        for (String name : List.of("file", "sha256", "problem")) {
            done.put(name, null);
        }
        assertThat(row("archive-state", done)).containsEntry("state", "done");
        for (int telling = 0; telling < 2; telling++) {
            pg.sql("UPDATE archive_runs SET seen_at = seen_at - interval '50 minutes'");
            assertThat(row("archive-untold", Map.of("lease", "5 minutes"))).isNull();
            pg.sql("UPDATE archive_runs SET seen_at = seen_at - interval '20 minutes'");
            assertThat(row("archive-untold", Map.of("lease", "5 minutes"))).containsEntry("id", 1L);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> row(String file, Map<String, Object> values) {
        Exchange exchange = pg.send("pg:execute?outputType=one&sql=file:routes/sql/" + file + ".sql", values);
        assertThat(exchange.getException()).isNull();
        return (Map<String, Object>) exchange.getMessage().getBody();
    }

    private List<String> mails() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("mail"))) {
            List<String> mails = new ArrayList<>();
            for (Path file : files.filter(name -> name.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                mails.add(Files.readString(file));
            }
            return mails;
        }
    }

    private void assertBackup(int run, int rows) throws IOException {
        Path file = Path.of(pg.scalar("SELECT file FROM archive_runs WHERE id = " + run));
        assertThat(file.getParent()).isEqualTo(directory.resolve("archive"));
        // a former owner that stood still writes another one
        assertThat(file.getFileName().toString())
                .contains("-run-" + run + "-")
                .endsWith(pg.scalar("SELECT '-' || left(md5(owner), 8) FROM archive_runs WHERE id = " + run)
                        + ".ndjson.gz");
        try (GZIPInputStream input = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(rows);
        }
        assertThat(file.resolveSibling(file.getFileName() + ".sha256"))
                .hasContent(pg.scalar("SELECT sha256 FROM archive_runs WHERE id = " + run) + "  " + file.getFileName());
    }

    private static HttpResponse<String> post(ForkedApplication application, String query) throws Exception {
        return application.send("POST", "/archive/orders" + query, "", "Authorization", TOKEN);
    }

    private ForkedApplication start(Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", pg.database(),
                "POSTGRES_USERNAME", "postgres",
                "POSTGRES_SSLMODE", "disable",
                "ROUTES", "file:routes/archive-orders.camel.yaml,file:routes/mail.camel.yaml",
                "KAFKA_BROKERS", "not-asked-for:9092",
                "OPERATOR_TOKEN", "an-operator",
                "ARCHIVE_DIRECTORY", directory.resolve("archive").toString()));
        environment.putAll(settings);
        return new ForkedApplication(directory, environment);
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + TestPostgres.port() + '/' + pg.database(), "postgres", "");
    }

    /** Until the query says true; the server does the waiting in between. */
    private void await(String condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!"t".equals(pg.scalar(condition))) {
            assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
            pg.scalar("SELECT pg_sleep(0.05)");
        }
    }
}
