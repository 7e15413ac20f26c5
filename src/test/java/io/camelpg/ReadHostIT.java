package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.ReadReplica;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.StreamingReplica;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code read-host}: queries go to the replica while it is there, and nobody notices when it is not. */
@Tag("core")
class ReadHostIT {
    private static final String WHERE = "sql=SELECT pg_is_in_recovery() AS standby";
    private static final String STANDBY = "pg:query?outputType=scalar&" + WHERE;
    private static OwnPostgres primary;
    private static StreamingReplica replica;
    private static WireProxy proxy;
    private PgContext pg;

    @BeforeAll
    static void start() {
        primary = OwnPostgres.started(settings -> settings);
        primary.execute("CREATE TABLE item (id int PRIMARY KEY, note text);"
                + " INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 500) i;"
                + " CREATE UNLOGGED TABLE scratch (id int); CREATE SEQUENCE numbers");
        replica = StreamingReplica.of(primary);
        proxy = WireProxy.to(replica.port());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        replica.close();
        primary.close();
    }

    @BeforeEach
    void connect() {
        replica.awaitCaughtUp(primary);
        pg = on(connection -> {});
    }

    @AfterEach
    void disconnect() {
        pg.close();
        proxy.resume();
        proxy.accept();
    }

    private static PgContext on(Consumer<PgConnection> settings) {
        return PgContext.on("postgres", primary.port(), connection -> {
            connection.setReadHost("localhost:" + proxy.port());
            connection.setSslMode("disable");
            settings.accept(connection);
        });
    }

    private ReadReplica reads() {
        return pg.component().connections().get(null).database().replica();
    }

    private boolean onStandby(String uri) {
        return (Boolean) body(pg.send(uri, null));
    }

    @Test
    void queriesGoToTheReplicaAndEverythingElseToThePrimary() {
        assertThat(onStandby(STANDBY)).isTrue();
        assertThat(onStandby("pg:execute?outputType=scalar&" + WHERE)).isFalse();
        assertThat((List<?>) ((List<?>) body(pg.send("pg:transaction?" + WHERE, null))).get(0))
                .isEqualTo(List.of(Map.of("standby", false)));
        body(pg.send("pg:upsert:item", Map.of("id", 501, "note", "new")));
        assertThat(primary.scalar("SELECT note FROM item WHERE id = 501")).isEqualTo("new");
        assertThat(reads().database().pool().profile().name()).isEqualTo("default.read");
        assertThat(reads().database().pool().total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "one", "scalar", "stream", "json", "ndjson", "csv", "arrow"})
    void inEveryShape(String type) throws Exception {
        for (int i = 0; i < 3; i++) {
            Exchange exchange =
                    pg.send("pg:query?outputType=" + type + "&sql=SELECT pg_is_in_recovery()::text AS standby", null);
            String text = exchange.getMessage().getBody() instanceof java.io.InputStream stream
                    ? new BufferedReader(new java.io.InputStreamReader(stream))
                            .lines()
                            .toList()
                            .toString()
                    : String.valueOf(type.equals("stream") ? "true" : body(exchange));
            assertThat(text).contains("true");
        }
        assertThat(reads().database().pool().total()).isPositive();
        Await.until("connections are back", () -> reads().database().pool().active() == 0);
    }

    /** All of a table comes from the replica; what is new, from the primary, which knows the transactions that run. */
    @Test
    void extractsGoToTheReplicaWhereTheyCan() throws Exception {
        primary.execute("CREATE VIEW place AS SELECT pg_is_in_recovery() AS standby; CREATE TABLE news (id int PRIMARY"
                + " KEY, at timestamptz NOT NULL DEFAULT now()); INSERT INTO news VALUES (1), (2)");
        replica.awaitCaughtUp(primary);
        assertThat(body(pg.send("pg:extract:place", null))).isEqualTo(List.of(Map.of("standby", true)));
        assertThat(body(pg.send("pg:extract?" + WHERE, null))).isEqualTo(List.of(Map.of("standby", true)));
        assertThat(body(pg.send("pg:extract", Map.of("mode", Map.of("fullTable", Map.of("entity", "place"))))))
                .isEqualTo(List.of(Map.of("standby", true)));
        String news = "pg:extract:news?mode=incremental&cursor=at&columns=id";
        assertThat((List<?>) body(pg.send(news, null))).hasSize(2);
        assertThat((List<?>) body(pg.send(news, null))).isEmpty();
        proxy.refuse();
        proxy.cut();
        assertThat(body(pg.send("pg:extract:place", null))).isEqualTo(List.of(Map.of("standby", false)));
        try (PgContext standby = PgContext.on("postgres", replica.port(), connection -> {})) {
            Map<String, Object> request =
                    Map.of("mode", Map.of("incremental", Map.of("entity", "news", "cursorField", "at")));
            assertThat(failure(standby.send("pg:extract", request)))
                    .hasMessageContaining("PG-504")
                    .hasMessageContaining("Set lookBack");
            assertThat((List<?>) body(standby.send("pg:extract?lookBack=5m", request)))
                    .hasSize(2);
        }
    }

    @Test
    void severalConnectionsReadATableOfTheReplica() throws Exception {
        primary.execute(
                "CREATE TABLE wide AS SELECT i AS id, repeat('w', 900) AS filler FROM generate_series(1, 20000) i");
        replica.awaitCaughtUp(primary);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:wide")
                        .to("pg:extract:wide?parallel=3&outputType=stream")
                        .process(exchange -> {
                            Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
                            Set<Object> ids = new HashSet<>();
                            ids.add(((Map<?, ?>) rows.next()).get("id"));
                            if (TestPostgres.majorVersion() >= 14) {
                                Await.until(
                                        "three connections read",
                                        () -> reads().database().pool().active() == 3);
                            }
                            rows.forEachRemaining(row -> ids.add(((Map<?, ?>) row).get("id")));
                            exchange.getMessage().setBody(ids.size());
                        });
            }
        });
        assertThat(body(pg.send("direct:wide", null))).isEqualTo(20_000);
        Await.until("connections are back", () -> reads().database().pool().active() == 0);
    }

    @Test
    void aStreamLargerThanItsFirstBatch() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:all")
                        .to("pg:query?outputType=stream&sql=SELECT i, pg_is_in_recovery() AS standby"
                                + " FROM generate_series(1, 20000) i")
                        .split(body())
                        .streaming()
                        .aggregationStrategy((old, fresh) -> {
                            Map<?, ?> row = fresh.getMessage().getBody(Map.class);
                            int count = old == null ? 0 : old.getMessage().getBody(Integer.class);
                            fresh.getMessage().setBody(Boolean.TRUE.equals(row.get("standby")) ? count + 1 : count);
                            return fresh;
                        })
                        .process(exchange -> {})
                        .end();
            }
        });
        assertThat(body(pg.send("direct:all", null))).isEqualTo(20_000);
    }

    @Test
    void inATransactedScopeAStepSeesWhatTheScopeHasWritten() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?sql=UPDATE item SET note = 'scope' WHERE id = 1")
                        .to("pg:query?outputType=one&sql=SELECT note, pg_is_in_recovery() AS standby FROM item"
                                + " WHERE id = 1");
            }
        });
        assertThat(body(pg.send("direct:scope", null))).isEqualTo(Map.of("note", "scope", "standby", false));
    }

    @Test
    void coalescedQueriesGoThereTogether() throws Exception {
        List<Map<String, Object>> ids = IntStream.range(1, 400)
                .mapToObj(i -> Map.<String, Object>of("id", i))
                .toList();
        String uri = "pg:query?coalesce=true&outputType=one"
                + "&sql=SELECT id, pg_is_in_recovery() AS standby FROM item WHERE id = :id";
        for (int round = 0; round < 3; round++) {
            List<Exchange> ended = Together.send(pg, uri, ids);
            for (int i = 0; i < ended.size(); i++) {
                assertThat(body(ended.get(i))).isEqualTo(Map.of("id", i + 1, "standby", true));
            }
        }
    }

    @Test
    void settingsOfAMessageHoldThere() {
        Exchange exchange = pg.send(
                "pg:query?outputType=one&sessionSettings.app.tenant=${body}"
                        + "&sql=SELECT current_setting('app.tenant') AS tenant, pg_is_in_recovery() AS standby",
                "acme");
        assertThat(body(exchange)).isEqualTo(Map.of("tenant", "acme", "standby", true));
    }

    @Test
    void whatAStandbyCannotRunSaysWhatToDo() {
        PgException unlogged = failure(pg.send("pg:query?sql=SELECT * FROM scratch", null));
        assertThat(unlogged.sqlState()).isEqualTo("0A000");
        assertThat(unlogged.hint()).contains("read-host", "transacted scope");
        PgException identity = failure(pg.send("pg:query?sql=SELECT txid_current()", null));
        assertThat(identity.errorCode()).isEqualTo(PgErrorCode.RECOVERY_READ_ONLY);
        assertThat(identity.hint()).contains("read-host");
        for (String sql : List.of("SELECT * FROM item FOR UPDATE", "SELECT nextval('numbers')")) {
            assertThat(failure(pg.send("pg:query?sql=" + sql, null)).errorCode())
                    .isEqualTo(PgErrorCode.NOT_READ_ONLY);
        }
        PgException missing = failure(pg.send("pg:query?sql=SELECT * FROM itme", null));
        assertThat(missing.errorCode()).isEqualTo(PgErrorCode.UNDEFINED_TABLE);
        assertThat(missing.hint()).contains("item").contains("may not have yet");
        assertThat(reads().isInUse()).isTrue();
    }

    @Test
    void aReplicaThatDiesUnderLoadFailsNoQueryAndIsUsedAgain() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger there = new AtomicInteger();
        AtomicInteger here = new AtomicInteger();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        List<String> uris = List.of(
                STANDBY,
                "pg:query?outputType=scalar&sql=SELECT pg_is_in_recovery() FROM pg_sleep(0.02)",
                "pg:query?coalesce=true&outputType=scalar&sql=SELECT pg_is_in_recovery() WHERE :n = 1");
        List<Thread> readers = new ArrayList<>();
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 6; i++) {
                String uri = uris.get(i % uris.size());
                Thread reader = new Thread(() -> {
                    while (!ended.get()) {
                        Exchange exchange = pg.send(uri, Map.of("n", 1));
                        if (exchange.getException() != null) {
                            failures.add(exchange.getException());
                        } else {
                            (exchange.getMessage().getBody(Boolean.class) ? there : here).incrementAndGet();
                        }
                    }
                });
                reader.start();
                readers.add(reader);
            }
            try {
                for (int kill = 1; kill <= 3; kill++) {
                    int before = there.get();
                    Await.until("queries go to the replica", () -> there.get() > before + 100);
                    int others = here.get();
                    if (kill == 2) {
                        replica.stop();
                    } else {
                        replica.crash();
                    }
                    Await.until("queries go to the primary", () -> here.get() > others + 100);
                    replica.startAgain();
                }
                int before = there.get();
                Await.until("queries go to the replica again", () -> there.get() > before + 100);
            } finally {
                ended.set(true);
                for (Thread reader : readers) {
                    reader.join();
                }
            }
            assertThat(failures).isEmpty();
            assertThat(log.text().lines().filter(line -> line.contains("queries go to the primary")))
                    .hasSizeBetween(3, 12);
            assertThat(log.text().lines().filter(line -> line.contains("queries go to the replica again")))
                    .hasSizeBetween(3, 12);
        }
    }

    @Test
    void aReplicaThatIsNotThereAtAll() throws Exception {
        proxy.refuse();
        assertThat(onStandby(STANDBY)).isFalse();
        assertThat(reads().isInUse()).isFalse();
        proxy.accept();
        Await.until("it is found again", () -> onStandby(STANDBY));
        assertThat(reads().isInUse()).isTrue();
    }

    @Test
    void aReplicaThatSaysNothingLeavesTimeForThePrimary() {
        proxy.stall();
        assertThat(onStandby("pg:query?timeout=6s&outputType=scalar&" + WHERE)).isFalse();
        assertThat(reads().isInUse()).isFalse();
        proxy.resume();
        Await.until("it is found again", () -> onStandby(STANDBY));
    }

    @Test
    void aReplicaThatFallsSilentCostsTheQueriesUnderWayAndNoOthers() {
        assertThat(onStandby(STANDBY)).isTrue();
        proxy.stall();
        PgException failure = failure(pg.send("pg:query?timeout=1s&" + WHERE, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(reads().isInUse()).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(onStandby("pg:query?timeout=1s&outputType=scalar&" + WHERE))
                    .isFalse();
        }
        proxy.resume();
        Await.until("it is found again", () -> onStandby(STANDBY));
    }

    @Test
    void eachClientHasItsReplica() {
        PgTenants tenants = new PgTenants();
        tenants.setRegistry((client, service) -> PgTenantAnswer.found(PgTenantConnection.of("postgres", null)));
        tenants.setPort(primary.port());
        tenants.setReadHost("localhost:" + proxy.port());
        tenants.setDatabase("postgres");
        tenants.setSslMode("disable");
        tenants.setMaxConnections(1);
        tenants.setMaxTotalConnections(2);
        pg.camel().getRegistry().bind("clients", tenants);
        for (int round = 0; round < 3; round++) {
            for (String client : List.of("acme", "globex", "initech")) {
                for (boolean query : new boolean[] {true, false}) {
                    Exchange exchange = pg.template()
                            .send(
                                    "pg:" + (query ? "query" : "execute") + "?connection=clients&outputType=scalar&"
                                            + WHERE,
                                    one -> one.setProperty(PgConstants.CLIENT_ID, client));
                    assertThat(body(exchange)).isEqualTo(query);
                }
            }
        }
    }

    @Test
    void withoutItTheConnectionIsHealthyAllTheSame() throws Exception {
        proxy.refuse();
        assertThat(onStandby(STANDBY)).isFalse();
        PgHealthCheck check = new PgHealthCheck(pg.component().connections().get(null));
        check.setCamelContext(pg.camel());
        HealthCheck.Result result = check.call();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails())
                .containsEntry("replica.server", "localhost:" + proxy.port() + "/postgres")
                .containsEntry("replica.inUse", false)
                .containsEntry("replica.connections.active", 0);
    }

    @Test
    void aConnectionThatIsCutUnderAQuery() throws Exception {
        String slow = "pg:query?outputType=scalar&sql=SELECT pg_is_in_recovery() FROM pg_sleep(0.5)";
        CompletableFuture<?> sent = proxy.seen(io.camelpg.support.WireMessage.statement("pg_sleep(0.5)"));
        CompletableFuture<Exchange> call = CompletableFuture.supplyAsync(() -> pg.send(slow, null), Faults::start);
        sent.get();
        proxy.cut();
        assertThat(body(call.get())).isEqualTo(false);
        Await.until("it is found again", () -> onStandby(STANDBY));
    }

    @Test
    void aQueryInTheWayOfRecoveryIsRepeatedOnThePrimary() throws Exception {
        replica.execute("ALTER SYSTEM SET max_standby_streaming_delay = '100ms'");
        replica.execute("SELECT pg_reload_conf()");
        primary.execute(
                "CREATE TABLE busy (id int) WITH (autovacuum_enabled = off); INSERT INTO busy SELECT generate_series(1, 10000)");
        replica.awaitCaughtUp(primary);
        for (String options : List.of("", "coalesce=true&")) {
            CompletableFuture<Exchange> call = CompletableFuture.supplyAsync(
                    () -> pg.send(
                            "pg:query?" + options + "outputType=scalar&sql=SELECT pg_is_in_recovery() AND count(*) > 0"
                                    + " FROM busy, (SELECT pg_sleep(CASE WHEN pg_is_in_recovery() THEN 20 ELSE 0 END)) s"
                                    + " WHERE id < :n",
                            Map.of("n", 10)),
                    Faults::start);
            Await.until("the query is under way there", () -> "1"
                    .equals(replica.scalar("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")));
            primary.execute("DELETE FROM busy WHERE id % 2 = 0");
            primary.execute("VACUUM busy");
            assertThat(body(call.get())).isEqualTo(false);
            primary.execute("INSERT INTO busy SELECT generate_series(1, 10000)");
            replica.awaitCaughtUp(primary);
        }
        assertThat(reads().isInUse()).isTrue();
    }

    @Test
    void withoutPrimaryQueriesGoOn() {
        try (WireProxy toPrimary = WireProxy.to(primary.port());
                PgContext own = on(connection -> connection.setPort(toPrimary.port()))) {
            toPrimary.refuse();
            assertThat(body(own.send(STANDBY, null))).isEqualTo(true);
            proxy.refuse();
            proxy.cut();
            PgException failure = failure(own.send(STANDBY, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_REFUSED);
            assertThat(failure.detail()).startsWith("connection 'default' to localhost:" + toPrimary.port());
        }
    }

    @Test
    void ofSeveralTheFirstStandbyIsTaken() {
        String hosts = "localhost:1,localhost:" + primary.port() + ",localhost:" + replica.port();
        try (PgContext own = on(connection -> connection.setReadHost(hosts))) {
            assertThat(body(own.send(STANDBY, null))).isEqualTo(true);
        }
        try (PgContext own = on(connection -> connection.setReadHost("localhost:1,localhost:" + primary.port()))) {
            assertThat(body(own.send(STANDBY, null))).isEqualTo(false);
            assertThat(own.component()
                            .connections()
                            .get(null)
                            .database()
                            .replica()
                            .isInUse())
                    .isTrue();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatIsToldOfIt() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        pg.camel().getRegistry().bind("prometheus", registry);
        body(pg.send(STANDBY, null));
        assertThat(registry.scrape())
                .contains("postgres_connections_active{connection=\"default\"}")
                .contains("postgres_connections_active{connection=\"default.read\"}")
                .contains("postgres_replica_in_use{connection=\"default\"} 1.0");
        Map<String, Object> report = (Map<String, Object>) body(pg.send("pg:test", null));
        Map<String, Object> told = (Map<String, Object>) report.get("replica");
        assertThat(told)
                .containsEntry("inUse", true)
                .containsEntry("server", "localhost:" + proxy.port() + "/postgres");
        assertThat((List<Map<String, Object>>) told.get("hosts"))
                .singleElement()
                .isEqualTo(Map.of("host", "localhost:" + proxy.port(), "state", "standby"));
        proxy.refuse();
        proxy.cut();
        assertThat(onStandby(STANDBY)).isFalse();
        assertThat(registry.scrape()).contains("postgres_replica_in_use{connection=\"default\"} 0.0");
    }
}
