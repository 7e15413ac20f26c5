package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static io.camelpg.support.WireMessage.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call ends when its deadline says so, whoever has to end it: the server, a cancel request, or the closed socket. */
class DeadlineIT {
    private static final String ONE = "pg:query?outputType=scalar&sql=SELECT 1";
    private WireProxy proxy;
    private PgContext pg;

    @BeforeEach
    void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setMaxConnections(2);
            connection.setStatementTimeout(2000);
            connection.setSslMode("disable");
        });
        pg.sql("CREATE TABLE item (id int PRIMARY KEY)");
    }

    @AfterEach
    void stop() {
        proxy.resume();
        pg.close();
        proxy.close();
    }

    private void works() {
        assertThat(body(pg.send(ONE, null))).isEqualTo(1);
        Faults.nothingIsLeft(pg);
    }

    /** The server takes back what was set in a transaction that it does not commit. */
    @Test
    void theServersTimeoutIsRightAfterACommitThatFails() {
        try (PgContext one = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1))) {
            one.sql("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES parent"
                    + " DEFERRABLE INITIALLY DEFERRED)");
            body(one.send(ONE, null));
            PgException failure = failure(
                    one.send("pg:execute?timeout=600s&expectedUpdateCount=1&sql=INSERT INTO child VALUES (1)", null));
            assertThat(failure.sqlState()).isEqualTo("23503");
            Object inForce = body(one.send(
                    "pg:query?timeout=600s&outputType=scalar&sql=SELECT setting::bigint FROM pg_settings WHERE name ="
                            + " 'statement_timeout'",
                    null));
            assertThat((Long) inForce).isGreaterThanOrEqualTo(600_000);
        }
    }

    private PgException timedOut(String uri) {
        PgException failure = failure(pg.send(uri, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TIMEOUT);
        assertThat(failure.sqlState()).isEqualTo("57014");
        return failure;
    }

    @Test
    void theServerEndsAQueryAtTheConnectionsTimeout() {
        PgException failure = timedOut("pg:query?sql=SELECT pg_sleep(600)");
        assertThat(failure.getMessage()).contains("deadline was 2000 ms");
        assertThat(proxy.counts().cancelRequests()).isZero();
        assertThat(Faults.pool(pg).total()).isEqualTo(1);
        works();
    }

    @Test
    void timeoutsShorterAndLongerThanTheConnectionsTakeTurnsOnOnePool() {
        for (int turn = 0; turn < 2; turn++) {
            assertThat(timedOut("pg:query?timeout=300&sql=SELECT pg_sleep(600)").getMessage())
                    .contains("deadline was 300 ms");
            assertThat(body(pg.send("pg:query?timeout=30000&outputType=scalar&sql=SELECT 2 FROM pg_sleep(2.2)", null)))
                    .isEqualTo(2);
            assertThat(body(pg.send("pg:query?outputType=scalar&sql=SHOW statement_timeout", null)))
                    .isEqualTo("2s");
            assertThat(body(pg.send("pg:query?timeout=5000&outputType=scalar&sql=SHOW statement_timeout", null)))
                    .isEqualTo("5s");
        }
        assertThat(timedOut("pg:execute?timeout=300&sql=SELECT pg_sleep(600)").getMessage())
                .contains("deadline was 300 ms");
        works();
    }

    @Test
    void aTransactionThatTimedOutKeepsNothing() {
        timedOut(
                "pg:execute?timeout=300&sql=WITH x AS (INSERT INTO item VALUES (1) RETURNING id) SELECT pg_sleep(600) FROM x");
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        works();
    }

    @Test
    void theWaitForAConnectionCounts() throws Exception {
        CompletableFuture<?> first = proxy.seen(statement("pg_sleep(1.1)"));
        CompletableFuture<?> second = proxy.seen(statement("pg_sleep(1.2)"));
        CompletableFuture<Exchange> one = background("pg:query?timeout=30000&sql=SELECT pg_sleep(1.1)");
        CompletableFuture<Exchange> two = background("pg:query?timeout=30000&sql=SELECT pg_sleep(1.2)");
        first.get();
        second.get();
        // About a second of the deadline is gone when a connection becomes free, and the query would need three.
        PgException failure = failure(pg.send("pg:query?timeout=2500&sql=SELECT pg_sleep(600)", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TIMEOUT);
        // The server counts from the start of the statement: our cancel request came before it.
        assertThat(proxy.counts().cancelRequests()).isPositive();
        assertThat(body(one.get())).isNotNull();
        assertThat(body(two.get())).isNotNull();
        works();
    }

    @Test
    void aFunctionThatSurvivesTheServersTimeoutIsCancelled() {
        pg.sql("CREATE FUNCTION stubborn() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN 1;"
                + " EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(600); RETURN 2; END $$");
        timedOut("pg:query?timeout=300&sql=SELECT stubborn()");
        assertThat(proxy.counts().cancelRequests()).isPositive();
        works();
    }

    @Test
    void aFunctionThatSurvivesTheCancelRequestLosesItsConnection() {
        pg.sql("CREATE FUNCTION immortal() RETURNS int LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..20 LOOP BEGIN"
                + " PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; RETURN 2; END $$");
        try {
            PgException failure = failure(pg.send("pg:query?timeout=300&sql=SELECT immortal()", null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
            assertThat(failure.sqlState()).isEqualTo("08006");
            assertThat(body(pg.send(ONE, null))).isEqualTo(1);
        } finally {
            pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%immortal()%'"
                    + " AND pid <> pg_backend_pid()");
        }
        works();
    }

    @Test
    void aSilentServerEndsAQuery() {
        works();
        proxy.stall();
        long start = System.nanoTime();
        PgException failure = failure(pg.send("pg:query?timeout=300&sql=SELECT 1", null));
        // Far from any other limit that could have ended it: connect-timeout is 30 s.
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(failure.sqlState()).isEqualTo("08006");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.getMessage()).contains("deadline 300 ms");
        assertThat(Faults.pool(pg).total()).isZero();
        proxy.resume();
        works();
    }

    @Test
    void aSilentServerLeavesTheOutcomeOfAChangeUnknown() {
        assertThat(pg.send("pg:execute?sql=INSERT INTO item VALUES (1)", null).getException())
                .isNull();
        proxy.stall();
        PgException failure = failure(pg.send("pg:execute?timeout=300&sql=INSERT INTO item VALUES (2)", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.OUTCOME_UNKNOWN);
        assertThat(failure.sqlState()).isEqualTo("08006");
        assertThat(failure.retryable()).isFalse();
        proxy.resume();
        works();
    }

    @Test
    void aSilentServerDoesNotHoldTheEndOfAnExchangeWithAnOpenStream() throws Exception {
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stall")
                        .to("pg:query?outputType=stream&sql=SELECT generate_series(1, 100000)")
                        .process(exchange -> proxy.stall());
            }
        });
        // The rollback of the cursor's transaction is never answered.
        assertThat(pg.send("direct:stall", null).getException()).isNull();
        assertThat(Faults.pool(pg).active()).isZero();
        proxy.resume();
        works();
    }

    @Test
    void cancelRequestsHitNoInnocentCall() throws Exception {
        // Each query ends just about when the watch sends its cancel request, and another call follows at once.
        for (int i = 0; i < 40; i++) {
            double seconds = 0.10 + 0.2 + 0.02 + i * 0.001;
            pg.send(
                    "pg:execute?timeout=100&sql=DO $$ BEGIN PERFORM set_config('statement_timeout', '0', true);"
                            + " PERFORM pg_sleep(" + seconds + "); EXCEPTION WHEN query_canceled THEN NULL; END $$",
                    null);
            assertThat(body(pg.send("pg:query?outputType=scalar&sql=SELECT 7 FROM pg_sleep(0.05)", null)))
                    .isEqualTo(7);
        }
        works();
    }

    @Test
    void aStreamsDeadlineIsPerFetch() throws Exception {
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                // 100 rows at once, then a second or so for each further row fetched.
                from("direct:slow")
                        .to(
                                "pg:query?outputType=stream&timeout=1000&sql=SELECT i, CASE WHEN i > 5100 THEN pg_sleep(600) END"
                                        + " FROM generate_series(1, 100000) i")
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .to("mock:row");
            }
        });
        PgException failure = failure(pg.send("direct:slow", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TIMEOUT);
        works();
    }

    private CompletableFuture<Exchange> background(String uri) {
        return CompletableFuture.supplyAsync(() -> pg.send(uri, null), Faults::start);
    }
}
