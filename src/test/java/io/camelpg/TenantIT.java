package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients with a user and a schema of their own: nobody ever sees anything of another one. */
@Tag("core")
class TenantIT {
    private static final int CLIENTS = 100;
    private static final int THREADS = 8;
    private static final int CALLS = 10_000;

    private static final Map<String, PgTenantAnswer> ANSWERS = new ConcurrentHashMap<>();
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        pg.sql(IntStream.range(0, CLIENTS)
                .mapToObj(i -> "CREATE ROLE crossing_" + i + " LOGIN; CREATE SCHEMA AUTHORIZATION crossing_" + i
                        + "; CREATE TABLE crossing_" + i + ".canary AS SELECT 'canary " + i + "' AS song;"
                        + " ALTER TABLE crossing_" + i + ".canary OWNER TO crossing_" + i)
                .collect(Collectors.joining(";")));
        IntStream.range(0, CLIENTS).forEach(i -> ANSWERS.put("c" + i, PgTenantAnswer.found(client("crossing_" + i))));
        tenants("clients", 60, 50);
        tenants("few", 6, 6);
    }

    @AfterAll
    static void stop() {
        pg.close();
        TestPostgres.execute(
                pg.database(),
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> "DROP OWNED BY crossing_" + i + "; DROP ROLE crossing_" + i)
                        .collect(Collectors.joining(";")));
    }

    private static PgTenantConnection client(String user) {
        return PgTenantConnection.of(user, null)
                .at("localhost", TestPostgres.port())
                .on(pg.database(), user);
    }

    private static PgTenants tenants(String name, int connections, int pools) {
        PgTenants tenants = new PgTenants();
        tenants.setRegistry((client, service) ->
                ANSWERS.getOrDefault(client, PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT)));
        tenants.setMaxConnections(3);
        tenants.setMaxTotalConnections(connections);
        tenants.setMaxPools(pools);
        tenants.setApplicationName("tenant-it-" + name);
        pg.camel().getRegistry().bind(name, tenants);
        return tenants;
    }

    private static Exchange send(String uri, String client) {
        return pg.template().send(uri, exchange -> exchange.setProperty(PgConstants.CLIENT_ID, client));
    }

    private static Object body(String uri, String client) {
        Exchange exchange = send(uri, client);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    private static TenantConnections connections(String name) {
        return (TenantConnections) pg.component().connections().ofEndpoint(name);
    }

    private static int open(String name) {
        return Integer.parseInt(
                pg.scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenant-it-" + name + "'"));
    }

    private void inRandomOrder(int calls, java.util.function.IntConsumer call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                work.add(threads.submit(() -> {
                    for (int i = 0; i < calls / THREADS; i++) {
                        call.accept(random.nextInt(CLIENTS));
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a call leaves in its session, and what the next one of anybody else must not find there. */
    @Test
    void tenThousandCallsOfAHundredClientsAndNoCrossing() throws Exception {
        String state = "pg:query?connection=clients&outputType=scalar&sql=SELECT song || '|' || current_user || '|'"
                + " || current_schema || '|' || coalesce(current_setting('app.rest', true), '') || '|'"
                + " || (SELECT count(*) FROM pg_prepared_statements WHERE name = 'left_behind') || '|'"
                + " || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) || '|'"
                + " || coalesce(to_regclass('left_behind')::text, '') FROM canary";
        List<String> dirty = List.of(
                "SET app.rest = 'x'",
                "PREPARE left_behind AS SELECT 1",
                "SELECT pg_advisory_lock(1, :{exchangeProperty.CamelPgClientId}::text::regclass::oid::int)",
                "CREATE TEMP TABLE left_behind AS SELECT 1",
                "SELECT set_config('search_path', 'pg_catalog', false)");
        inRandomOrder(CALLS, i -> {
            if (i % 20 == 0) {
                String sql = dirty.get(i / 20 % dirty.size())
                        .replace(":{exchangeProperty.CamelPgClientId}::text::regclass::oid::int", Integer.toString(i));
                body("pg:execute?connection=clients&sql=" + sql, "c" + i);
            }
            assertThat(body(state, "c" + i)).isEqualTo("canary " + i + "|crossing_" + i + "|crossing_" + i + "||0|0|");
        });
        assertThat(connections("clients").pools()).isBetween(1, 50);
        assertThat(open("clients")).isBetween(1, 60);
        assertThat(connections("clients").active()).isZero();
    }

    @Test
    void moreClientsThanPoolsAndConnections() throws Exception {
        String canary = "pg:query?connection=few&outputType=scalar&sql=SELECT song FROM canary";
        inRandomOrder(800, i -> assertThat(body(canary, "c" + i)).isEqualTo("canary " + i));
        assertThat(connections("few").pools()).isBetween(1, 6);
        Await.until("no more connections than there may be", () -> open("few") <= 6);
    }

    @Test
    void aWrongPlaceIsTheClientsOwn() {
        ANSWERS.put("nobody", PgTenantAnswer.found(client("crossing_0").on("no_such_database", null)));
        PgException failure = (PgException)
                send("pg:query?connection=clients&sql=SELECT 1", "nobody").getException();
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.NO_SUCH_DATABASE);
        assertThat(failure.detail()).contains("clients[nobody]").doesNotContain("crossing");
    }

    @Test
    void whoHoldsEverythingHeMayStillLeavesRoomForTheOthers() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Object>> greedy = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                greedy.add(threads.submit(() ->
                        body("pg:query?connection=few&outputType=scalar&sql=SELECT count(*) FROM pg_sleep(1)", "c1")));
            }
            Await.until("he has all that he may have", () -> connections("few").active() == 3);
            for (int i = 2; i < 12; i++) {
                assertThat(body("pg:query?connection=few&outputType=scalar&sql=SELECT song FROM canary", "c" + i))
                        .isEqualTo("canary " + i);
            }
            for (Future<Object> each : greedy) {
                assertThat(each.get()).isEqualTo(1L);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void otherCredentialsAreAnotherPoolAndTheOldOneEndsWithItsWork() throws Exception {
        PgTenants tenants = tenants("rotating", 10, 10);
        String user = "pg:query?connection=rotating&outputType=scalar&sql=SELECT current_user::text";
        ANSWERS.put("rotates", PgTenantAnswer.found(client("crossing_3")));
        assertThat(body(user, "rotates")).isEqualTo("crossing_3");
        Object stream = body(
                "pg:query?connection=rotating&outputType=stream&sql=SELECT repeat('x', 1000) FROM generate_series(1, 5000)",
                "rotates");
        ANSWERS.put("rotates", PgTenantAnswer.found(client("crossing_4")));
        assertThat(body(user, "rotates")).as("as long as the answer holds").isEqualTo("crossing_3");
        tenants.forget("rotates");
        assertThat(body(user, "rotates")).isEqualTo("crossing_4");
        assertThat(stream).isNotNull();
        Await.until("the old pool is closed", () -> connections("rotating").pools() == 1);
        assertThat(pg.scalar("SELECT string_agg(DISTINCT usename, ',') FROM pg_stat_activity"
                        + " WHERE application_name = 'tenant-it-rotating'"))
                .isEqualTo("crossing_4");
    }

    @Test
    void whoIsDisabledStopsAtOnce() throws Exception {
        PgTenants tenants = tenants("stopping", 10, 10);
        ANSWERS.put("stops", PgTenantAnswer.found(client("crossing_5")));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Exchange> running = threads.submit(
                    () -> send("pg:query?connection=stopping&timeout=60s&sql=SELECT pg_sleep(50)", "stops"));
            Await.until("it runs", () -> pg.scalar("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                            + " AND application_name = 'tenant-it-stopping'")
                    .equals("1"));
            ANSWERS.put("stops", PgTenantAnswer.none(PgTenantAnswer.Reason.DISABLED));
            tenants.forget("stops");
            PgException refused = (PgException)
                    send("pg:query?connection=stopping&sql=SELECT 1", "stops").getException();
            assertThat(refused.errorCode()).isEqualTo(PgErrorCode.CLIENT_DISABLED);
            assertThat(running.get().getException()).isInstanceOf(PgException.class);
            Await.until("his sessions are gone", () -> open("stopping") == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A thousand clients one after another: what was closed is gone, and threads do not grow with pools. */
    @Test
    void aThousandClientsOneAfterAnother() {
        tenants("thousand", 20, 20);
        String coalesced =
                "pg:query?connection=thousand&coalesce=true&outputType=scalar&sql=SELECT count(*) FROM canary";
        String upsert = "pg:upsert:kept?connection=thousand";
        pg.sql("CREATE TABLE crossing_7.kept (id int PRIMARY KEY); ALTER TABLE crossing_7.kept OWNER TO crossing_7");
        for (int i = 0; i < 1000; i++) {
            ANSWERS.put("k" + i, PgTenantAnswer.found(client("crossing_7")));
        }
        List<java.lang.ref.WeakReference<Object>> databases = new ArrayList<>();
        int threads = 0;
        for (int i = 0; i < 1000; i++) {
            String client = "k" + i;
            int id = i;
            assertThat(body(coalesced, client)).isEqualTo(1L);
            Exchange written = pg.template().send(upsert, exchange -> {
                exchange.setProperty(PgConstants.CLIENT_ID, client);
                exchange.getMessage().setBody(Map.of("id", id));
            });
            assertThat(written.getException()).isNull();
            databases.add(database("thousand", client));
            if (i == 100) {
                threads = threads();
            }
        }
        assertThat(connections("thousand").pools()).isEqualTo(20);
        assertThat(threads()).isLessThan(threads + 10);
        Await.until("closed databases are collected", () -> {
            System.gc();
            return databases.stream()
                            .filter(reference -> reference.get() != null)
                            .count()
                    <= 40;
        });
    }

    @Test
    void aPoolThatNobodyUsesIsClosed() {
        tenants("idle", 10, 10).setPoolIdleTimeout(1);
        for (int i = 0; i < 5; i++) {
            assertThat(body("pg:query?connection=idle&outputType=scalar&sql=SELECT song FROM canary", "c" + i))
                    .isEqualTo("canary " + i);
        }
        Await.until("all pools are closed", () -> connections("idle").pools() == 0 && open("idle") == 0);
        assertThat(body("pg:query?connection=idle&outputType=scalar&sql=SELECT song FROM canary", "c1"))
                .isEqualTo("canary 1");
    }

    private static java.lang.ref.WeakReference<Object> database(String name, String client) {
        Exchange exchange = pg.camel().getEndpoint("direct:none").createExchange();
        exchange.setProperty(PgConstants.CLIENT_ID, client);
        try (EndpointConnection.Use use = connections(name).use(exchange, TenantSource.property)) {
            return new java.lang.ref.WeakReference<>(use.database());
        }
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("camel-pg-"))
                .count();
    }

    @Test
    void thePoolKeyIsAllThatMakesUpAConnection() {
        PgTenants tenants = new PgTenants();
        ConnectionProfile own = tenants.profile("clients[a]", client("app"));
        assertThat(tenants.profile("clients[a]", client("app"))).isEqualTo(own);
        tenants.setSshHost("bastion.example.com");
        tenants.setSshUsername("tunnel");
        tenants.setSshPassword("s3cret");
        assertThat(tenants.profile("clients[a]", client("app")))
                .isEqualTo(tenants.profile("clients[a]", client("app")))
                .isNotEqualTo(own);
        tenants.setSshHost(null);
        tenants.setSshUsername(null);
        tenants.setSshPassword(null);
        List<PgTenantConnection> others = List.of(
                client("other"),
                PgTenantConnection.of("app", "secret")
                        .at("localhost", TestPostgres.port())
                        .on(pg.database(), "app"),
                client("app").at("127.0.0.1", TestPostgres.port()),
                client("app").at("localhost", 1),
                client("app").on("other", "app"),
                client("app").on(pg.database(), "other"));
        assertThat(others).allSatisfy(other -> assertThat(tenants.profile("clients[a]", other))
                .isNotEqualTo(own));
        assertThat(tenants.profile("clients[b]", client("app"))).isNotEqualTo(own);
    }
}
