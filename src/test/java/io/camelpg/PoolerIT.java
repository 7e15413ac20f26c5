package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgBouncer;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a real PgBouncer in transaction mode: eight connections of ours share two sessions of the server. */
class PoolerIT {
    private static final int CONNECTIONS = 8;
    private static final int SESSIONS = 2;

    private static String database;
    private static PgBouncer bouncer;
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "no PgBouncer on this machine: its tests are skipped");
        database = TestPostgres.createDatabase();
        bouncer = PgBouncer.before(TestPostgres.port(), SESSIONS);
        pg = PgContext.on(database, bouncer.port(), connection -> {
            connection.setPoolerMode("transaction");
            connection.setSchema("App, public");
            connection.setMaxConnections(CONNECTIONS);
            connection.setSslMode("disable");
        });
        TestPostgres.execute(
                database,
                "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'ok');"
                        + " CREATE TABLE app.item (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, mood app.mood, at timestamptz);"
                        + " CREATE TABLE app.counter (n int NOT NULL)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to("pg:query?outputType=stream&sql=SELECT id FROM item ORDER BY id")
                        .process(exchange -> {
                            int rows = 0;
                            Iterator<?> stream = exchange.getMessage().getBody(Iterator.class);
                            while (stream.hasNext()) {
                                stream.next();
                                rows++;
                            }
                            exchange.getMessage().setBody(rows);
                        });
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?sql=UPDATE counter SET n = n + 1")
                        .to("pg:query?outputType=scalar&sql=SELECT n FROM counter")
                        .to("pg:execute?timeout=7000&sql=UPDATE counter SET n = n + 1")
                        .choice()
                        .when(header("fail"))
                        .throwException(new IllegalStateException("undone"));
            }
        });
    }

    @AfterAll
    static void stop() {
        if (pg != null) {
            pg.close();
            bouncer.close();
        }
    }

    @BeforeEach
    void empty() {
        TestPostgres.execute(
                database,
                "TRUNCATE app.item, app.counter; INSERT INTO app.counter VALUES (0);"
                        + " INSERT INTO app.item SELECT i, 0, 'ok', now() FROM generate_series(1, 5000) i");
    }

    @Test
    void ofSeveralPoolersOneIsTakenThatHasAPrimary() {
        try (PgContext both = PgContext.on(database, bouncer.port(), connection -> {
            connection.setHost("127.0.0.1:1,127.0.0.1");
            connection.setReadHost("127.0.0.1:1,127.0.0.1");
            connection.setPoolerMode("transaction");
            connection.setSchema("app");
            connection.setSslMode("disable");
        })) {
            body(both.send("pg:execute?sql=UPDATE counter SET n = n + 1", null));
            assertThat(body(both.send("pg:query?outputType=scalar&sql=SELECT n FROM counter", null)))
                    .isEqualTo(1);
        }
    }

    /** A transaction is on one session of the server, whichever that is. */
    @Test
    void rowsAreClaimed() throws Exception {
        TestPostgres.execute(
                database,
                "CREATE TABLE app.job (id int PRIMARY KEY, tries int, at timestamptz, done_at timestamptz, dead boolean);"
                        + " CREATE TABLE app.result (job int); INSERT INTO app.job SELECT generate_series(1, 50)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("pg:extract:job?claim=skip-locked&delay=20&initialDelay=0&concurrentConsumers=2&done=done_at"
                                + "&attempts=tries&retryAt=at&retryDelay=1&maxAttempts=2&setAside=dead")
                        .routeId("claims")
                        .setProperty("id", simple("${body[id]}"))
                        .to("pg:execute?sql=INSERT INTO result VALUES (:id)")
                        .filter(exchangeProperty("id").isEqualTo(7))
                        .to("pg:execute?sql=SELECT 1/0");
            }
        });
        Await.until("nothing waits", () -> TestPostgres.scalar(
                        database, "SELECT count(*) FROM app.job WHERE done_at IS NULL AND dead IS NOT TRUE")
                .equals("0"));
        pg.camel().getRouteController().stopRoute("claims");
        assertThat(TestPostgres.scalar(database, "SELECT id || ' ' || tries FROM app.job WHERE dead"))
                .isEqualTo("7 2");
        assertThat(TestPostgres.scalar(database, "SELECT count(*) || ' ' || count(DISTINCT job) FROM app.result"))
                .isEqualTo("49 49");
    }

    /** Whoever comes next through the pooler finds nothing of ours. */
    @AfterEach
    void theSessionsAreAsTheyWere() throws SQLException {
        List<Connection> both = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + bouncer.port() + "/" + database + "?prepareThreshold=0",
                        "postgres",
                        "");
                connection.setAutoCommit(false);
                both.add(connection);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "SELECT current_setting('statement_timeout'), current_setting('search_path'),"
                                        + " current_setting('default_transaction_read_only'),"
                                        + " (SELECT count(*) FROM pg_prepared_statements),"
                                        + " (SELECT count(*) FROM pg_class WHERE relpersistence = 't')")) {
                    row.next();
                    List<String> found = new ArrayList<>();
                    for (int column = 1; column <= 5; column++) {
                        found.add(row.getString(column));
                    }
                    assertThat(found).containsExactly("0", "\"$user\", public", "off", "0", "0");
                }
            }
        } finally {
            for (Connection connection : both) {
                connection.close();
            }
        }
    }

    private static Object call(String uri, Object body) {
        return body(pg.send(uri, body));
    }

    @Test
    void everyVerbFromMoreThreadsThanSessions() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<CompletableFuture<?>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int caller = i;
                running.add(CompletableFuture.runAsync(() -> work(caller), threads));
            }
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } finally {
            threads.shutdown();
        }
        assertThat(call("pg:query?outputType=scalar&sql=SELECT n FROM counter", null))
                .isEqualTo(CONNECTIONS * 20 * 5);
        assertThat(call("pg:query?outputType=scalar&sql=SELECT count(*)::int FROM item WHERE id > 5000", null))
                .isEqualTo(CONNECTIONS * 20 * 3);
    }

    private static void work(int caller) {
        for (int i = 0; i < 20; i++) {
            int id = 10_000 + caller * 1000 + i * 10;
            assertThat(call("pg:query?outputType=one&sql=SELECT id, mood FROM item WHERE id = :{body}", 7 + i))
                    .isEqualTo(Map.of("id", 7 + i, "mood", "ok"));
            call("pg:execute?sql=INSERT INTO item (id, mood, at) VALUES (:id, 'sad', now())", Map.of("id", id));
            call("pg:upsert:item", List.of(Map.of("id", id, "n", 1), Map.of("id", id + 1, "mood", "ok")));
            call("pg:upsert:item?coalesce=true", Map.of("id", id + 2, "n", 5));
            call("pg:execute?coalesce=true&sql=UPDATE counter SET n = n + 1", null);
            call(
                    "pg:transaction?sql=UPDATE counter SET n = n + 1; SELECT n FROM counter; UPDATE counter SET n = n + 1",
                    null);
            call("direct:scope", null);
            assertThat(pg.send("direct:scope", null, Map.of("fail", true)).getException())
                    .hasMessage("undone");
            call(
                    "pg:execute?batch=true&sql=UPDATE item SET n = n + :n WHERE id = :id",
                    List.of(Map.of("id", id, "n", 1), Map.of("id", id + 1, "n", 1)));
        }
    }

    @Test
    void streamsAndLargeUpserts() {
        assertThat(call("direct:stream", null)).isEqualTo(5000);
        assertThat((List<?>) call("pg:extract:item?parallel=8", null)).hasSize(5000);
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            many.add(new HashMap<>(Map.of("id", i, "n", i, "mood", "sad")));
        }
        Exchange written = pg.send("pg:upsert:item", many);
        assertThat(written.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(15_000L);
        assertThat(written.getMessage().getHeader(PgConstants.UPDATED_COUNT)).isEqualTo(5_000L);
        many.get(7_777).put("mood", "unheard of");
        PgException failure = failure(pg.send("pg:upsert:item", many));
        assertThat(failure.detail()).startsWith("row 7777 ");
        Exchange rejecting = pg.send("pg:upsert:item?badRows=reject", many);
        assertThat((List<?>) rejecting.getMessage().getHeader(PgConstants.REJECTED_ROWS))
                .hasSize(1);
    }

    @Test
    void aQueryCannotWriteAndATimeoutIsTheCallsOwn() {
        assertThat(failure(pg.send("pg:query?sql=SELECT setval(pg_get_serial_sequence('x', 'y'), 1)", null)))
                .isNotNull();
        TestPostgres.execute(
                database,
                "CREATE OR REPLACE FUNCTION app.writes() RETURNS int LANGUAGE sql AS"
                        + " 'UPDATE app.counter SET n = 99 RETURNING n'");
        assertThat(failure(pg.send("pg:query?sql=SELECT writes()", null)).errorCode())
                .isEqualTo(PgErrorCode.NOT_READ_ONLY);
        assertThat(failure(pg.send("pg:query?timeout=300&sql=SELECT pg_sleep(20)", null))
                        .errorCode())
                .isEqualTo(PgErrorCode.TIMEOUT);
        assertThat(call(
                        "pg:execute?outputType=scalar&timeout=1234&sql=SELECT current_setting('statement_timeout')",
                        null))
                .isEqualTo("1234ms");
        call("pg:execute?sql=VACUUM app.item", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET work_mem = '1MB'",
                "CREATE TEMP TABLE t (id int)",
                "LISTEN channel",
                "PREPARE p AS SELECT 1",
                "SELECT pg_advisory_lock(1)",
                "SELECT set_config('work_mem', '1MB', false)",
                "DISCARD ALL",
            })
    void whatStaysInASessionIsRefused(String sql) {
        PgException failure = failure(pg.send("pg:execute?sql=" + sql, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.UNSUPPORTED);
        assertThat(failure.hint()).contains("SET LOCAL");
    }

    @Test
    void whatEndsWithTheTransactionIsNot() {
        call("pg:transaction?sql=SET LOCAL work_mem = '1MB'; SELECT pg_advisory_xact_lock(1)", null);
    }

    @Test
    void theTestOfTheConnectionSeesIt() {
        assertThat((Map<?, ?>) call("pg:test", null))
                .extracting("ok", "pooler", "readOnlyCapable")
                .containsExactly(true, true, true);
    }

    @Test
    void withoutTheModeTheErrorSaysSo() {
        try (PgContext other = PgContext.on(database, bouncer.port(), connection -> connection.setSslMode("disable"))) {
            assertThat(failure(other.send("pg:query?sql=SELECT 1", null)).hint())
                    .contains("pooler-mode=transaction");
        }
    }

    @Test
    void resetAlwaysDoesNotGoWithIt() {
        PgConnection connection = new PgConnection();
        connection.setUsername("app");
        connection.setPoolerMode("transaction");
        connection.setReset("always");
        assertThatThrownBy(() -> connection.profile("x")).hasMessageContaining("reset=always cannot go with");
    }

    @Test
    void tablesAreKeptInStep() throws Exception {
        TestPostgres.execute(database, "CREATE TABLE app.step (id int PRIMARY KEY, n int, _camel_meta jsonb)");
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<CompletableFuture<Exchange>> loads = new ArrayList<>();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            List<Map<String, Integer>> rows = List.of(Map.of("id", i, "n", i), Map.of("id", -1, "n", i));
            loads.add(CompletableFuture.supplyAsync(
                    () -> pg.send("pg:load:step?mode=dedup&cursor=n&raw=true&deleteWhen=${body[id]} == 3", rows),
                    threads));
        }
        for (CompletableFuture<Exchange> load : loads) {
            assertThat(load.get().getException()).isNull();
        }
        threads.shutdown();
        assertThat(TestPostgres.scalar(
                        database,
                        "SELECT count(*) || ' ' || (SELECT n FROM app.step WHERE id = -1) || ' '"
                                + " || (SELECT count(*) FROM camel_internal.app_step) FROM app.step"))
                .isEqualTo("24 23 48");
        String refresh = "pg:load:step?mode=overwrite&generation=1&batchId=${header.batch}&complete=${header.last}";
        for (String last : List.of("false", "true", "true")) {
            Map<String, Object> row = Map.of("id", last.length(), "n", "x");
            assertThat(pg.send(refresh, row, Map.of("last", last, "batch", last))
                            .getException())
                    .isNull();
        }
        assertThat(TestPostgres.scalar(database, "SELECT string_agg(id::text, ' ' ORDER BY id) FROM app.step"))
                .isEqualTo("4 5");
        TestPostgres.execute(database, "DROP TABLE app.step; DROP SCHEMA camel_internal CASCADE");
    }

    @Test
    void tablesFollowTheirRows() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<CompletableFuture<Exchange>> loads = new ArrayList<>();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            Map<String, Object> row = Map.of("id", i, "Of " + i % CONNECTIONS, "x");
            loads.add(CompletableFuture.supplyAsync(
                    () -> pg.send("pg:load:grown?schemaContract=evolve&keys=id", row), threads));
        }
        for (CompletableFuture<Exchange> load : loads) {
            assertThat(load.get().getException()).isNull();
        }
        threads.shutdown();
        assertThat(TestPostgres.scalar(database, "SELECT count(*) || ' ' || count(\"Of_3\") FROM app.grown"))
                .isEqualTo("24 3");
        Exchange swapped = pg.send("pg:load:grown?mode=overwrite&overwrite=swap", Map.of("id", 1));
        assertThat(swapped.getException()).isNull();
        assertThat(TestPostgres.scalar(
                        database, "SELECT string_agg(indexname, ' ') FROM pg_indexes WHERE tablename = 'grown'"))
                .isEqualTo("grown_pkey");
        assertThat(TestPostgres.scalar(database, "SELECT string_agg(id::text, ' ') FROM app.grown"))
                .isEqualTo("1");
        TestPostgres.execute(database, "DROP TABLE app.grown");
    }
}
