package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pg:extract with claim: each row is done once, in one transaction with what the route writes. */
@Tag("core")
class ClaimIT {
    private static final String POLL = "claim=skip-locked&delay=20&initialDelay=0";
    private static final String JOBS =
            "pg:extract:job?" + POLL + "&done=done_at&attempts=tries&retryAt=retry_at&retryDelay=20&failure=reason";
    private static final String WRITE = "pg:execute?sql=INSERT INTO result (job) VALUES (:id)";

    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(6));
        pg.sql("CREATE TABLE job (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, tries int NOT NULL DEFAULT 0,"
                + " retry_at timestamptz, done_at timestamptz, dead_at timestamptz, reason text);"
                + " CREATE INDEX ON job (id) WHERE done_at IS NULL;"
                // no key: a job that is done twice leaves two
                + " CREATE TABLE result (job int NOT NULL, made timestamptz NOT NULL DEFAULT clock_timestamp())");
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private void insert(int from, int to) {
        pg.sql("INSERT INTO job (id) SELECT generate_series(" + from + ", " + to + ")");
    }

    /** What the route writes, and then the rest of it. */
    private static void route(PgContext on, String uri, Processor rest) throws Exception {
        on.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri)
                        .routeId("queue")
                        .setProperty("id", simple("${body[id]}"))
                        .to(WRITE)
                        .process(rest);
            }
        });
    }

    /** A key of another type is looked up again, and the row is done then. */
    @Test
    void aKeyThatIsWidenedMeanwhile() throws Exception {
        insert(1, 1);
        route(exchange -> seen.add(1));
        awaitDone(1);
        pg.sql("ALTER TABLE job ALTER id TYPE bigint; ALTER TABLE result ALTER job TYPE bigint;"
                + " INSERT INTO job (id) VALUES (3000000000)");
        awaitDone(2);
        assertThat(pg.scalar("SELECT count(*) FROM result WHERE job = 3000000000"))
                .isEqualTo("1");
    }

    private void route(Processor rest) throws Exception {
        route(pg, JOBS, rest);
    }

    private static int id(Exchange exchange) {
        return exchange.getProperty("id", Integer.class);
    }

    private void awaitScalar(String expected, String sql) {
        Await.until(sql + " is " + expected, () -> expected.equals(pg.scalar(sql)));
    }

    private void awaitDone(int count) {
        awaitScalar(Integer.toString(count), "SELECT count(*) FROM job WHERE done_at IS NOT NULL");
    }

    @Test
    void aRowIsAnExchangeAndIsMarked() throws Exception {
        List<Object> bodies = new CopyOnWriteArrayList<>();
        List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(JOBS + "&columns=id,n").process(exchange -> {
                    bodies.add(exchange.getMessage().getBody());
                    headers.add(exchange.getMessage().getHeaders());
                });
            }
        });
        insert(1, 2);
        awaitDone(2);
        assertThat(bodies).containsExactly(Map.of("id", 1, "n", 0), Map.of("id", 2, "n", 0));
        assertThat(headers.get(0)).containsEntry(PgConstants.ATTEMPT, 1L);
        assertThat((List<?>) headers.get(0).get(PgConstants.COLUMNS)).hasSize(2);
        assertThat(pg.scalar("SELECT tries || coalesce(reason, '-') FROM job WHERE id = 1"))
                .isEqualTo("1-");
    }

    @Test
    void aThousandRowsInFourContexts() throws Exception {
        insert(1, 1000);
        List<PgContext> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                PgContext replica =
                        PgContext.on(pg.database(), TestPostgres.port(), connection -> connection.setMaxConnections(4));
                replicas.add(replica);
                route(replica, JOBS + "&concurrentConsumers=3", exchange -> seen.add(id(exchange)));
            }
            awaitDone(1000);
        } finally {
            replicas.forEach(PgContext::close);
        }
        assertThat(seen).hasSize(1000).doesNotHaveDuplicates();
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT job) FROM result"))
                .isEqualTo("1000 1000");
        assertThat(pg.scalar("SELECT DISTINCT tries FROM job")).isEqualTo("1");
    }

    @Test
    void aFailureIsUndoneCountedAndComesAgainLater() throws Exception {
        insert(1, 5);
        route(exchange -> {
            seen.add(id(exchange));
            if (id(exchange) == 2 && Collections.frequency(seen, 2) < 3) {
                throw new IllegalStateException("a secret");
            }
        });
        awaitDone(5);
        assertThat(seen).containsSubsequence(1, 2, 3, 4, 5, 2).hasSize(7);
        assertThat(pg.scalar("SELECT tries FROM job WHERE id = 2")).isEqualTo("3");
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("5");
        assertThat(pg.scalar("SELECT bool_and(reason IS NULL) FROM job")).isEqualTo("t");
    }

    @Test
    void theReasonIsKeptWithoutWhatOthersSay() throws Exception {
        insert(1, 4);
        route(pg, JOBS.replace("retryDelay=20", "retryDelay=1h"), exchange -> {
            switch (id(exchange)) {
                case 1 -> throw new IllegalStateException("a secret");
                case 2 -> {
                    exchange.setProperty(PgConstants.FAILURE, "HTTP 503");
                    exchange.setRollbackOnly(true);
                }
                case 3 ->
                    throw new IllegalStateException(pg.send("pg:query?outputType=one&sql=SELECT 1/0", null)
                            .getException());
                default -> seen.add(4);
            }
        });
        awaitDone(1);
        assertThat(pg.scalar("SELECT string_agg(reason, '|' ORDER BY id) FROM job"))
                .isEqualTo("java.lang.IllegalStateException|HTTP 503|PG-314 division by zero (SQLSTATE 22012)");
        assertThat(pg.scalar("SELECT count(*) FROM job WHERE retry_at BETWEEN now() + interval '55 min'"
                        + " AND now() + interval '75 min'"))
                .isEqualTo("3");
        assertThat(pg.scalar("SELECT string_agg(job::text, ',') FROM result")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead_at", "table:dead_job"})
    void theLastFailureSetsARowAside(String setAside) throws Exception {
        pg.sql("CREATE TABLE dead_job (LIKE job, noted timestamptz DEFAULT now())");
        insert(1, 3);
        route(pg, JOBS + "&maxAttempts=3&setAside=" + setAside, exchange -> {
            seen.add(id(exchange));
            if (id(exchange) == 1) {
                throw new IllegalArgumentException();
            }
        });
        awaitDone(2);
        String dead = setAside.startsWith("table") ? "dead_job WHERE true" : "job WHERE dead_at IS NOT NULL";
        awaitScalar("1", "SELECT count(*) FROM " + dead);
        insert(4, 4);
        awaitDone(3);
        assertThat(Collections.frequency(seen, 1)).isEqualTo(3);
        assertThat(pg.scalar("SELECT id || ' ' || tries || ' ' || reason FROM " + dead))
                .isEqualTo("1 3 java.lang.IllegalArgumentException");
        assertThat(pg.scalar("SELECT count(*) FROM job")).isEqualTo(setAside.startsWith("table") ? "3" : "4");
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("3");
    }

    @Test
    void rowsThatAreDoneAreDeletedAndThoseThatFailAreMovedAtOnce() throws Exception {
        pg.sql("CREATE TABLE task (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), kind \"char\" DEFAULT 'x', n int)"
                .replace("gen_random_uuid()", "md5(random()::text)::uuid"));
        pg.sql("CREATE TABLE dead_task (LIKE task, why varchar(20))");
        pg.sql("INSERT INTO task (n) SELECT generate_series(1, 20)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("pg:extract:task?" + POLL
                                + "&done=delete&setAside=table:dead_task&maxAttempts=1&failure=why&orderBy=n desc")
                        .process(exchange -> seen.add(
                                (Integer) ((Map<?, ?>) exchange.getMessage().getBody()).get("n")))
                        .filter(simple("${body[n]} == 7"))
                        .throwException(new IllegalStateException());
            }
        });
        awaitScalar("0", "SELECT count(*) FROM task");
        assertThat(seen).hasSize(20).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(pg.scalar("SELECT n || why FROM dead_task")).isEqualTo("7java.lang.IllegalSta");
    }

    @Test
    void aStatusColumnAConditionAndACompositeKey() throws Exception {
        pg.sql("CREATE TYPE state AS ENUM ('new', 'done', 'dead');"
                + " CREATE TABLE mail (tenant text, no numeric(10,2), state state NOT NULL DEFAULT 'new', why text,"
                + " kind text, retry_at timestamp, PRIMARY KEY (tenant, no)) PARTITION BY LIST (tenant);"
                + " CREATE TABLE mail_a PARTITION OF mail FOR VALUES IN ('a');"
                + " CREATE TABLE mail_b PARTITION OF mail FOR VALUES IN ('b');"
                + " INSERT INTO mail (tenant, no, kind) VALUES ('a', 1.50, 'x'), ('b', 1.50, 'x'), ('a', 2, 'y'),"
                + " ('b', 3, 'x')");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("pg:extract:mail?" + POLL + "&done=state:done&setAside=state:dead&maxAttempts=1&failure=why"
                                + "&where=kind = :kind AND state = 'new'&parameter.kind=x")
                        .filter(simple("${body[no]} == 3"))
                        .to("pg:execute?sql=INSERT INTO result (job) VALUES ('not a number'::text::int)");
            }
        });
        awaitScalar(
                "a1.50done,b1.50done,a2.00new,b3.00dead",
                "SELECT string_agg(tenant || no || state, ',' ORDER BY no, tenant) FROM mail");
        assertThat(pg.scalar("SELECT why FROM mail WHERE no = 3"))
                .startsWith("PG-")
                .contains("22P02");
    }

    @Test
    void whatIsCommittedIsCommittedTogether() throws Exception {
        insert(1, 1);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        route(exchange -> {
            written.countDown();
            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        });
        assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("0");
        assertThat(pg.scalar("SELECT count(*) FROM (SELECT FROM job FOR UPDATE SKIP LOCKED) AS free"))
                .isEqualTo("0");
        looked.countDown();
        awaitDone(1);
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("1");
    }

    @Test
    void theBackendIsKilledInTheMidst() throws Exception {
        insert(1, 3);
        route(exchange -> {
            seen.add(id(exchange));
            if (id(exchange) == 1 && seen.size() == 1) {
                pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND state LIKE 'idle in transaction%'");
            }
        });
        awaitDone(3);
        assertThat(seen).startsWith(1);
        assertThat(Collections.frequency(seen, 1)).isEqualTo(2);
        assertThat(pg.scalar("SELECT tries FROM job WHERE id = 1")).isEqualTo("2");
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("3");
    }

    /** It never gets to the end of its transaction, and is counted all the same. */
    @Test
    void aRowThatKillsItsConnectionIsSetAside() throws Exception {
        insert(1, 3);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(JOBS + "&maxAttempts=2&setAside=dead_at")
                        .setProperty("id", simple("${body[id]}"))
                        .to(WRITE)
                        .filter(exchangeProperty("id").isEqualTo(1))
                        .to("pg:execute?sql=SELECT pg_terminate_backend(pg_backend_pid())");
            }
        });
        awaitDone(2);
        awaitScalar("1", "SELECT count(*) FROM job WHERE dead_at IS NOT NULL");
        assertThat(pg.scalar("SELECT id || ' ' || tries FROM job WHERE dead_at IS NOT NULL"))
                .isEqualTo("1 2");
        assertThat(pg.scalar("SELECT reason FROM job WHERE dead_at IS NOT NULL"))
                .startsWith("PG-");
        assertThat(pg.scalar("SELECT string_agg(job::text, ',' ORDER BY job) FROM result"))
                .isEqualTo("2,3");
    }

    @Test
    void aStatementThatTakesTooLong() throws Exception {
        insert(1, 2);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(JOBS + "&maxAttempts=2&setAside=dead_at")
                        .setProperty("id", simple("${body[id]}"))
                        .to(WRITE)
                        .filter(exchangeProperty("id").isEqualTo(1))
                        .to("pg:execute?timeout=100&sql=SELECT pg_sleep(60)");
            }
        });
        awaitScalar("1", "SELECT count(*) FROM job WHERE dead_at IS NOT NULL");
        awaitDone(1);
        assertThat(pg.scalar("SELECT tries || left(reason, 6) FROM job WHERE dead_at IS NOT NULL"))
                .isEqualTo("2PG-210");
        assertThat(pg.scalar("SELECT string_agg(job::text, ',') FROM result")).isEqualTo("2");
    }

    /** Only the COMMIT tells, when the transaction is gone: it counts all the same. */
    @Test
    void whatIsFoundOutAtTheCommitIsCounted() throws Exception {
        pg.sql("CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (2);"
                + " ALTER TABLE result ADD FOREIGN KEY (job) REFERENCES parent DEFERRABLE INITIALLY DEFERRED");
        insert(1, 2);
        route(pg, JOBS + "&maxAttempts=2&setAside=dead_at", exchange -> {});
        awaitDone(1);
        awaitScalar("1", "SELECT count(*) FROM job WHERE dead_at IS NOT NULL");
        assertThat(pg.scalar("SELECT id || ' ' || tries || ' ' || left(reason, 6) FROM job WHERE dead_at IS NOT NULL"))
                .isEqualTo("1 2 PG-307");
    }

    @Test
    void whatAHandlerHandledIsAFailureOfTheRow() throws Exception {
        insert(1, 2);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).process(exchange -> seen.add(-1));
                from(JOBS + "&maxAttempts=1&setAside=dead_at")
                        .setProperty("id", simple("${body[id]}"))
                        .to(WRITE)
                        .filter(exchangeProperty("id").isEqualTo(1))
                        .throwException(new IllegalStateException());
            }
        });
        awaitDone(1);
        assertThat(seen).containsExactly(-1);
        assertThat(pg.scalar("SELECT reason FROM job WHERE dead_at IS NOT NULL"))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(pg.scalar("SELECT string_agg(job::text, ',') FROM result")).isEqualTo("2");
    }

    @Test
    void othersLockUpdateAndDelete() throws Exception {
        insert(1, 4);
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM job WHERE id = 3 FOR UPDATE");
            route(exchange -> {
                seen.add(id(exchange));
                if (id(exchange) == 1) {
                    claimed.countDown();
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                }
            });
            assertThat(claimed.await(30, TimeUnit.SECONDS)).isTrue();
            pg.sql("DELETE FROM job WHERE id = 2");
            Thread deleting = new Thread(() -> pg.sql("DELETE FROM job WHERE id = 1"));
            deleting.start();
            awaitScalar(
                    "1",
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            goOn.countDown();
            deleting.join();
            Await.until("the one that nobody locks is done", () -> seen.contains(4));
            awaitScalar("1", "SELECT count(*) FROM job WHERE done_at IS NOT NULL");
            rollback(other);
        }
        awaitScalar("2", "SELECT count(*) FROM job WHERE done_at IS NOT NULL");
        assertThat(seen).containsExactly(1, 4, 3);
        assertThat(pg.scalar("SELECT string_agg(job::text, ',' ORDER BY job) FROM result"))
                .isEqualTo("1,3,4");
    }

    private static void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Test
    void suspendedResumedAndStopped() throws Exception {
        insert(1, 10);
        CountDownLatch suspended = new CountDownLatch(1);
        route(exchange -> {
            seen.add(id(exchange));
            if (id(exchange) == 5) {
                assertThat(suspended.await(30, TimeUnit.SECONDS)).isTrue();
            }
        });
        Await.until("the fifth is there", () -> seen.contains(5));
        Thread suspending = new Thread(() -> {
            try {
                pg.camel().getRouteController().suspendRoute("queue");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        suspending.start();
        Await.until(
                "it is asked to",
                () -> ((PgClaimConsumer) pg.camel().getRoute("queue").getConsumer()).isSuspendingOrSuspended());
        suspended.countDown();
        suspending.join();
        awaitDone(5);
        pg.camel().getRouteController().resumeRoute("queue");
        awaitDone(10);
        pg.camel().getRouteController().stopRoute("queue");
        insert(11, 12);
        pg.camel().getRouteController().startRoute("queue");
        awaitDone(12);
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void aStepOnAnotherConnectionIsNotPartOfIt() throws Exception {
        PgConnection other = new PgConnection();
        other.setHost("localhost");
        other.setPort(TestPostgres.port());
        other.setUsername("postgres");
        other.setDatabase(pg.database());
        pg.camel().getRegistry().bind("other", other);
        insert(1, 2);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(JOBS + "&maxAttempts=1&setAside=dead_at")
                        .setProperty("id", simple("${body[id]}"))
                        .to(WRITE)
                        .to("pg:execute?connection=other&sql=INSERT INTO result (job) VALUES (:id::integer + 100)")
                        .choice()
                        .when(exchangeProperty("id").isEqualTo(1))
                        .throwException(new IllegalStateException())
                        .otherwise()
                        .to("direct:strict");
                from("direct:strict").transacted().to("pg:execute?connection=other&sql=SELECT 1");
            }
        });
        awaitScalar("2", "SELECT count(*) FROM job WHERE dead_at IS NOT NULL");
        assertThat(pg.scalar("SELECT string_agg(job::text, ',' ORDER BY job) FROM result"))
                .isEqualTo("101,102");
        assertThat(pg.scalar("SELECT reason FROM job WHERE id = 2")).startsWith("PG-406");
    }

    /** Somebody else takes it, and nobody holds it against the row. */
    @Test
    void aContextThatStopsLetsItsRowGo() throws Exception {
        insert(1, 1);
        PgContext stopping =
                PgContext.on(pg.database(), TestPostgres.port(), connection -> connection.setMaxConnections(4));
        stopping.camel().getShutdownStrategy().setTimeout(1);
        CountDownLatch begun = new CountDownLatch(1);
        route(stopping, JOBS, exchange -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        stopping.close();
        awaitScalar("1", "SELECT count(*) FROM (SELECT FROM job FOR UPDATE SKIP LOCKED) AS free");
        assertThat(pg.scalar("SELECT tries FROM job")).isEqualTo("0");
        route(exchange -> seen.add(id(exchange)));
        awaitDone(1);
        assertThat(pg.scalar("SELECT count(*) FROM result")).isEqualTo("1");
    }

    @Test
    void aWorkerWithALongRowKeepsNoOtherWaiting() throws Exception {
        insert(1, 1);
        CountDownLatch goOn = new CountDownLatch(1);
        route(pg, JOBS + "&concurrentConsumers=2", exchange -> {
            seen.add(id(exchange));
            if (id(exchange) == 1) {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            }
        });
        Await.until("the long one is under way", () -> seen.contains(1));
        insert(2, 3);
        awaitDone(2);
        insert(4, 5);
        awaitDone(4);
        goOn.countDown();
        awaitDone(5);
    }
}
