package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static io.camelpg.support.WireMessage.client;
import static io.camelpg.support.WireMessage.completed;
import static io.camelpg.support.WireMessage.server;
import static io.camelpg.support.WireMessage.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server, a backend or the network dies under a call: what is reported is true, and the next call works. */
class ServerDeathIT {
    private static final String ONE = "pg:query?outputType=scalar&sql=SELECT 1";
    private WireProxy proxy;
    private PgContext pg;

    @BeforeEach
    void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setMaxConnections(4);
            connection.setSslMode("disable");
        });
        pg.sql("CREATE TABLE item (id int PRIMARY KEY)");
    }

    @AfterEach
    void stop() {
        pg.close();
        proxy.close();
    }

    private void nextCallWorks() {
        assertThat(body(pg.send(ONE, null))).isEqualTo(1);
        Faults.nothingIsLeft(pg);
    }

    private CompletableFuture<Exchange> background(String uri, Object body) {
        return CompletableFuture.supplyAsync(() -> pg.send(uri, body), Faults::start);
    }

    private String items() {
        return pg.scalar("SELECT count(*) FROM item");
    }

    @Test
    void aTerminatedBackendIsReportedAndReplaced() throws Exception {
        for (String verb : List.of("query", "execute")) {
            CompletableFuture<Exchange> call = background("pg:" + verb + "?sql=SELECT pg_sleep(600)", null);
            io.camelpg.support.Await.until("the call sleeps", () -> pg.scalar("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE wait_event = 'PgSleep' AND datname = current_database()")
                    .equals("1"));
            pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                    + " AND datname = current_database()");
            PgException failure = failure(call.get());
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
            assertThat(failure.sqlState()).isEqualTo("57P01");
            assertThat(failure.retryable()).isTrue();
            nextCallWorks();
        }
    }

    @Test
    void aConnectionCutUnderAQueryIsReportedAndReplaced() throws Exception {
        CompletableFuture<?> sent = proxy.seen(statement("pg_sleep"));
        CompletableFuture<Exchange> call = background("pg:query?sql=SELECT pg_sleep(600)", null);
        sent.get();
        proxy.cut();
        PgException failure = failure(call.get());
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(failure.sqlState()).isEqualTo("08006");
        assertThat(body(pg.send(ONE, null))).isEqualTo(1);
        pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
                + " AND pid <> pg_backend_pid()");
        nextCallWorks();
    }

    @Test
    void aCommitWhoseAnswerIsLostHasAnUnknownOutcomeAndHappenedOnce() {
        proxy.cutAt(completed("COMMIT"));
        PgException failure = failure(pg.send("pg:execute?sql=INSERT INTO item VALUES (1)", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.OUTCOME_UNKNOWN);
        assertThat(failure.retryable()).isFalse();
        assertThat(items()).isEqualTo("1");
        nextCallWorks();
    }

    @Test
    void aStatementCutWhileItIsPreparedDidNothingAndMayBeSentAgain() {
        body(pg.send("pg:execute?sql=INSERT INTO item VALUES (1)", null));
        proxy.cutAt(statement("VALUES (1 + :n)".replace(":n", "$1")));
        PgException failure =
                failure(pg.send("pg:execute?sql=INSERT INTO item VALUES (1 + :n)", java.util.Map.of("n", 1)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(failure.retryable()).isTrue();
        assertThat(items()).isEqualTo("1");
        nextCallWorks();
    }

    @Test
    void aConfirmedCommitIsASuccessWhateverHappensToTheConnectionAfterwards() {
        for (String options : List.of("", "expectedUpdateCount=1&")) {
            String uri = "pg:execute?" + options + "sql=INSERT INTO item SELECT count(*) FROM item";
            body(pg.send(uri, null));
            int before = Integer.parseInt(items());
            // The answer to COMMIT arrives, the end of the answers does not.
            boolean[] committed = new boolean[1];
            CompletableFuture<?> cut = proxy.cutAt(completed("COMMIT")
                    .and(message -> !(committed[0] = true))
                    .or(server('Z').and(message -> committed[0])));
            Exchange exchange = pg.send(uri, null);
            assertThat(cut).isCompleted();
            assertThat(exchange.getException()).as(options).isNull();
            assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT))
                    .isEqualTo(1L);
            assertThat(Integer.parseInt(items())).isEqualTo(before + 1);
            nextCallWorks();
        }
    }

    @Test
    void aTransactionCutBeforeItsCommitKeepsNothing() {
        List<Integer> ids = java.util.stream.IntStream.range(0, 2500).boxed().toList();
        proxy.cutAt(statement("COMMIT"));
        PgException failure = failure(pg.send(
                "pg:execute?batch=true&sql=INSERT INTO item VALUES ($1)",
                ids.stream().map(List::of).toList()));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.COMMIT_ABORTED);
        Faults.nothingIsLeft(pg);
        assertThat(items()).isEqualTo("0");
        nextCallWorks();
    }

    @Test
    void aCommitOfItsOwnWhoseAnswerIsLostIsAskedForAndFoundToHaveTakenPlace() {
        proxy.cutAt(completed("COMMIT"));
        Exchange exchange = pg.send("pg:execute?batch=true&sql=INSERT INTO item VALUES ($1)", List.of(List.of(7)));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(1L);
        Faults.nothingIsLeft(pg);
        assertThat(items()).isEqualTo("1");
        nextCallWorks();
    }

    @Test
    void aBatchCutInTheMiddleIsLostForCertain() {
        List<List<Integer>> ids =
                java.util.stream.IntStream.range(0, 5000).boxed().map(List::of).toList();
        proxy.cutAt(client('B').and(message -> message.number() > 2500));
        PgException failure = failure(pg.send("pg:execute?batch=true&sql=INSERT INTO item VALUES ($1)", ids));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        Faults.nothingIsLeft(pg);
        assertThat(items()).isEqualTo("0");
        assertThat(body(pg.send("pg:execute?batch=true&sql=INSERT INTO item VALUES ($1)", ids)))
                .isEqualTo(ids);
        assertThat(items()).isEqualTo("5000");
        nextCallWorks();
    }

    @Test
    void aStreamCutInTheMiddleFailsItsReader() {
        proxy.cutAt(server('D').and(message -> message.number() > 3000));
        PgException failure = failure(pg.send("pg:query?outputType=list&sql=SELECT generate_series(1, 5000)", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        nextCallWorks();
    }

    @Test
    void connectionsCutWhileIdleCostNobodyACallOnceOneHasNoticed() throws Exception {
        fill(4);
        proxy.cut();
        proxy.refuse();
        // Within half a second the pool trusts an idle connection; that call is the one that finds out.
        PgException first = failure(pg.send(ONE, null));
        assertThat(first.retryable()).isTrue();
        proxy.accept();
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(background(ONE, null));
        }
        for (CompletableFuture<Exchange> call : calls) {
            assertThat(body(call.get())).isEqualTo(1);
        }
        nextCallWorks();
    }

    @Test
    void manyTimesOver() throws Exception {
        for (int i = 0; i < 40; i++) {
            fill(2);
            int number = i;
            proxy.reset();
            proxy.cutAt(server('Z').and(message -> message.number() > number % 5));
            for (int call = 0; call < 6; call++) {
                Exchange exchange = pg.send("pg:execute?sql=INSERT INTO item SELECT count(*) FROM item", null);
                if (exchange.getException() != null) {
                    assertThat(failure(exchange).errorCode())
                            .isIn(PgErrorCode.CONNECTION_LOST, PgErrorCode.OUTCOME_UNKNOWN);
                }
            }
        }
        nextCallWorks();
    }

    @Test
    void afterACrashOfTheServerTheFirstCallOnceItIsBackWorks() throws Exception {
        try (OwnPostgres own = OwnPostgres.started(settings -> settings);
                PgContext on = PgContext.on("postgres", own.port(), connection -> connection.setMaxConnections(4))) {
            List<CompletableFuture<Exchange>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(CompletableFuture.supplyAsync(
                        () -> on.send("pg:query?sql=SELECT pg_sleep(0.3)", null), Faults::start));
            }
            for (CompletableFuture<Exchange> call : calls) {
                body(call.get());
            }
            assertThat(Faults.pool(on).total()).isEqualTo(4);
            CompletableFuture<Exchange> flying = CompletableFuture.supplyAsync(
                    () -> on.send("pg:execute?sql=DO $$ BEGIN PERFORM pg_sleep(600); END $$", null), Faults::start);
            io.camelpg.support.Await.until(
                    "the call is under way", () -> Faults.pool(on).active() == 1);
            own.crash();
            assertThat(failure(flying.get()).errorCode())
                    .isIn(PgErrorCode.CONNECTION_LOST, PgErrorCode.OUTCOME_UNKNOWN);
            PgException down = failure(on.send(ONE, null));
            assertThat(down.errorCode()).isEqualTo(PgErrorCode.CONNECTION_REFUSED);
            own.startAgain();
            for (int i = 0; i < 12; i++) {
                assertThat(body(on.send(ONE, null))).isEqualTo(1);
            }
            assertThat(Faults.pool(on).active()).isZero();
        }
    }

    @Test
    void idleConnectionsOfACrashedServerAreAllReplacedUnnoticed() throws Exception {
        try (OwnPostgres own = OwnPostgres.started(settings -> settings);
                PgContext on = PgContext.on("postgres", own.port(), connection -> connection.setMaxConnections(4))) {
            List<CompletableFuture<Exchange>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(CompletableFuture.supplyAsync(
                        () -> on.send("pg:query?sql=SELECT pg_sleep(0.3)", null), Faults::start));
            }
            for (CompletableFuture<Exchange> call : calls) {
                body(call.get());
            }
            own.crash();
            own.startAgain();
            long idle = System.nanoTime();
            io.camelpg.support.Await.until(
                    "longer than the half second for which an idle connection is trusted",
                    () -> System.nanoTime() - idle > 600_000_000L);
            calls.clear();
            for (int i = 0; i < 12; i++) {
                calls.add(CompletableFuture.supplyAsync(() -> on.send(ONE, null), Faults::start));
            }
            for (CompletableFuture<Exchange> call : calls) {
                assertThat(body(call.get())).isEqualTo(1);
            }
        }
    }

    /** Makes the pool hold so many idle connections. */
    private void fill(int connections) throws Exception {
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            calls.add(background("pg:query?sql=SELECT pg_sleep(0.2)", null));
        }
        for (CompletableFuture<Exchange> call : calls) {
            body(call.get());
        }
    }
}
