package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.SilentProxy;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A context that stops: what ends within the time that Camel gives to routes is answered, what does not is cancelled at the
 * server and told so, and nothing stays there.
 */
@Timeout(120)
class ContextStopIT {
    private static final String SLEEP = "pg:query?outputType=scalar&timeout=600s&sql=SELECT pg_sleep(:seconds)::text";
    private static final int CALLS = 50;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(CALLS));
        pg.camel().getShutdownStrategy().setTimeout(2);
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text);"
                + "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';"
                + "CREATE TABLE slow (id int PRIMARY KEY);"
                + "CREATE TRIGGER slowly BEFORE INSERT ON slow FOR EACH ROW EXECUTE FUNCTION wait()");
    }

    @AfterEach
    void stop() {
        pg.close();
        callers.shutdownNow();
    }

    private void route(String uri) throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").to(uri);
            }
        });
    }

    private CompletableFuture<Exchange> send(String uri, Object body) {
        return CompletableFuture.supplyAsync(() -> pg.send(uri, body), callers);
    }

    /** Sessions of the test's context, at the server. */
    private int sessions(String condition) {
        return Integer.parseInt(TestPostgres.scalar(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + pg.database()
                        + "' AND backend_type = 'client backend' AND " + condition));
    }

    private void awaitAtWork(int calls) {
        Await.until("the server is at work", () -> sessions("state = 'active'") == calls);
    }

    /** Backends take a moment to go. */
    private void assertNothingIsLeft() {
        Await.until("no session is left at the server", () -> sessions("true") == 0);
    }

    private static PgException failure(CompletableFuture<Exchange> call) throws Exception {
        return Faults.failure(call.get(20, TimeUnit.SECONDS));
    }

    private static void assertCancelled(PgException failure) {
        assertThat(failure.errorCode()).as(failure.getMessage()).isEqualTo(PgErrorCode.CANCELLED);
        assertThat(failure).hasMessageContaining("because connection 'default' is being closed");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void ofFiftyCallsThoseEndThatCanAndTheOthersAreCancelled() throws Exception {
        pg.camel().getShutdownStrategy().setTimeout(5);
        route(SLEEP);
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> send("direct:call", Map.of("seconds", i % 2 == 0 ? 2 : 600)))
                .toList();
        awaitAtWork(CALLS);

        pg.camel().stop();

        assertNothingIsLeft();
        for (int i = 0; i < CALLS; i++) {
            if (i % 2 == 0) {
                assertThat(Faults.body(calls.get(i).get(20, TimeUnit.SECONDS))).isEqualTo("");
            } else {
                assertCancelled(failure(calls.get(i)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pg:query?outputType=ndjson&timeout=600s&sql=SELECT pg_sleep(600) | 0",
                "pg:query?coalesce=true&timeout=600s&sql=SELECT pg_sleep(600), :id::int | 0",
                "pg:execute?timeout=600s&sql=INSERT INTO item SELECT 1 FROM pg_sleep(600) | 0",
                "pg:execute?coalesce=true&timeout=600s&sql=INSERT INTO slow VALUES (:id) | 0",
                "pg:execute?batch=true&timeout=600s&sql=INSERT INTO slow VALUES (:id) | 0",
                "pg:transaction?timeout=600s&sql=INSERT INTO item VALUES (2); SELECT pg_sleep(600) | 0",
                "pg:upsert:slow?timeout=600s | 0",
                "pg:upsert:slow?coalesce=true&timeout=600s | 0",
                "pg:load:slow?timeout=600s | 0",
                "pg:load:slow?mode=dedup&keys=id&timeout=600s | 0",
                "pg:extract?outputType=ndjson&sql=SELECT pg_sleep(600) | 0"
            })
    void whateverTheCallIsItsEndIsClearAndNothingIsKept(String uri) throws Exception {
        route(uri);
        CompletableFuture<Exchange> call = send("direct:call", List.of(Map.of("id", 1)));
        if (uri.contains(":id") && !uri.contains("batch")) {
            call = send("direct:call", Map.of("id", 2));
        }
        Await.until("the server is at work", () -> sessions("state = 'active' AND wait_event = 'PgSleep'") > 0);

        pg.camel().stop();

        PgException failure = failure(call);
        assertThat(failure.errorCode()).as(failure + " " + failure.getCause()).isEqualTo(PgErrorCode.CANCELLED);
        assertNothingIsLeft();
        assertThat(TestPostgres.scalar(
                        pg.database(), "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM slow)"))
                .isEqualTo("0");
    }

    @Test
    void aScopeThatIsOpenIsRolledBack() throws Exception {
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?sql=INSERT INTO item VALUES (1)")
                        .process(exchange -> {
                            inserted.countDown();
                            stopped.await();
                        })
                        .to("pg:execute?sql=INSERT INTO item VALUES (2)");
            }
        });
        CompletableFuture<Exchange> call = send("direct:scope", null);
        assertThat(inserted.await(20, TimeUnit.SECONDS)).isTrue();

        pg.camel().stop();

        assertNothingIsLeft();
        stopped.countDown();
        // Camel does not go on with an exchange that was there when routes were stopped by force, or our step says so
        assertThat(call.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(TestPostgres.scalar(pg.database(), "SELECT count(*) FROM item"))
                .isEqualTo("0");
    }

    @Test
    void aStreamThatIsReadSlowlyFailsAndIsNotTakenForWhole() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        List<Integer> seen = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows")
                        .to(
                                "pg:extract?outputType=stream&batchSize=10&sql=SELECT i, repeat('x', 5000) FROM generate_series(1, 20000) i")
                        .process(exchange -> {
                            var rows = exchange.getMessage().getBody(java.util.Iterator.class);
                            while (rows.hasNext()) {
                                seen.add((Integer) ((Map<?, ?>) rows.next()).get("i"));
                                begun.countDown();
                                stopped.await();
                            }
                        });
            }
        });
        CompletableFuture<Exchange> call = send("direct:rows", null);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        pg.camel().stop();

        assertNothingIsLeft();
        stopped.countDown();
        assertThat(call.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(seen).hasSizeLessThan(20000);
    }

    @Test
    void whoeverWaitsForAConnectionIsToldAtOnce() throws Exception {
        try (PgContext narrow = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1))) {
            String sleep = "pg:query?timeout=600s&sql=SELECT pg_sleep(600)";
            CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(() -> narrow.send(sleep, null), callers);
            String sleeping = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event = 'PgSleep'";
            Await.until("the only connection is at work", () -> TestPostgres.scalar(narrow.database(), sleeping)
                    .equals("1"));
            List<CompletableFuture<Exchange>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> narrow.send(sleep, null), callers))
                    .toList();
            Await.until("the others wait", () -> Faults.pool(narrow).waiting() == 3);

            narrow.camel().stop();

            assertCancelled(failure(first));
            for (CompletableFuture<Exchange> call : waiting) {
                PgException failure = failure(call);
                assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_CLOSED);
                assertThat(failure.retryable()).isTrue();
            }
        }
    }

    @Test
    void statementsOfOthersOnTheSharedPoolAreCancelledToo() throws Exception {
        DataSource shared = pg.camel().getRegistry().findSingleByType(DataSource.class);
        Connection before = shared.getConnection();
        before.close();
        CompletableFuture<String> statement = CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = shared.getConnection();
                            Statement sleep = connection.createStatement()) {
                        // once more is nothing, whoever has it now
                        before.close();
                        sleep.execute("SELECT pg_sleep(600)");
                        return "ended";
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                },
                callers);
        awaitAtWork(1);

        pg.camel().stop();

        assertThat(statement.get(20, TimeUnit.SECONDS)).isEqualTo("57014");
        assertNothingIsLeft();
    }

    @Test
    void aServerThatDoesNotAnswerDoesNotHoldTheStop() throws Exception {
        try (SilentProxy network = SilentProxy.to(TestPostgres.port());
                PgContext far =
                        PgContext.on(pg.database(), network.port(), connection -> connection.setMaxConnections(30))) {
            far.camel().getShutdownStrategy().setTimeout(1);
            far.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:call").to(SLEEP);
                }
            });
            List<CompletableFuture<Exchange>> calls = IntStream.range(0, 30)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> far.send("direct:call", Map.of("seconds", 600)), callers))
                    .toList();
            awaitAtWork(30);
            network.silent(true);

            CompletableFuture.runAsync(far.camel()::stop, callers).get(20, TimeUnit.SECONDS);

            for (CompletableFuture<Exchange> call : calls) {
                PgException failure = failure(call);
                assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
                assertThat(failure).hasMessageContaining("not even to a cancel request");
            }
        } finally {
            // the server was told nothing, and would sleep on
            TestPostgres.scalar(
                    "postgres",
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + pg.database()
                            + "'");
        }
    }

    @Test
    void aRouteThatIsStoppedByItselfLeavesTheOthersAlone() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").routeId("one").to(SLEEP);
                from("direct:other").routeId("other").to(SLEEP);
            }
        });
        CompletableFuture<Exchange> other = send("direct:other", Map.of("seconds", 3));
        awaitAtWork(1);

        pg.camel().getRouteController().stopRoute("one");

        assertThat(Faults.body(other.get(20, TimeUnit.SECONDS))).isEqualTo("");
        assertThat(Faults.body(pg.send("direct:other", Map.of("seconds", 0)))).isEqualTo("");
    }
}
