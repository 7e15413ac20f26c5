package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever learns that nobody waits for an exchange any more ends what it does at the server, and nothing else. */
class CancellationIT {
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active'"
                    + " AND pid <> pg_backend_pid()";
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY)");
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    /** An exchange that runs on another thread, and what ends it. */
    private record Started(CompletableFuture<Exchange> end, PgCancellation cancellation) {
        Exchange ended() throws Exception {
            return end.get(20, TimeUnit.SECONDS);
        }
    }

    private Started start(String uri) {
        AtomicReference<PgCancellation> cancellation = new AtomicReference<>();
        CompletableFuture<Exchange> end = CompletableFuture.supplyAsync(
                () -> pg.template().send(uri, exchange -> cancellation.set(PgCancellation.of(exchange))));
        Await.until("the exchange begins", () -> cancellation.get() != null);
        return new Started(end, cancellation.get());
    }

    private boolean somebodyWaits() {
        return !TestPostgres.scalar(pg.database(), WAITING).equals("0");
    }

    private static void requireCancelled(Exchange exchange) {
        PgException failure = failure(exchange);
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CANCELLED);
        assertThat(failure).hasMessageContaining("nobody waits for it any more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg:query?sql=SELECT pg_sleep(600)",
                "pg:query?outputType=ndjson&sql=SELECT pg_sleep(600)",
                "pg:execute?sql=INSERT INTO item SELECT 1 FROM pg_sleep(600)",
                "pg:transaction?sql=INSERT INTO item VALUES (2); SELECT pg_sleep(600)",
                "pg:extract?outputType=ndjson&sql=SELECT pg_sleep(600)"
            })
    void aCallThatRunsIsEndedAtTheServer(String uri) throws Exception {
        Started call = start(uri);
        Await.until("the server is at work", this::somebodyWaits);

        call.cancellation().cancel();

        requireCancelled(call.ended());
        assertThat(somebodyWaits()).isFalse();
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        Faults.nothingIsLeft(pg);
        assertThat(body(pg.send("pg:query?outputType=scalar&sql=SELECT 1", null)))
                .isEqualTo(1);
    }

    @Test
    void whatComesAfterItDoesNotBegin() {
        Exchange exchange = pg.template()
                .send("pg:execute?sql=INSERT INTO item VALUES (1)", one -> PgCancellation.of(one)
                        .cancel());

        assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.CANCELLED);
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
    }

    @Test
    void aStreamEndsAtItsNextFetchAndNeverLooksWhole() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .process(PgCancellation::of)
                        .to("pg:extract?outputType=ndjson&batchSize=10&sql=SELECT i, repeat('x', 5000) FROM"
                                + " generate_series(1, 100000) i")
                        .process(exchange -> {
                            InputStream rows = exchange.getMessage().getBody(InputStream.class);
                            rows.readNBytes(20);
                            PgCancellation.of(exchange).cancel();
                            rows.readAllBytes();
                        });
            }
        });

        PgException failure = failure(pg.send("direct:stream", null));

        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CANCELLED);
        assertThat(failure).hasMessageContaining("nobody waits for it any more");
        Faults.nothingIsLeft(pg);
    }

    @Test
    void aTransactedScopeIsRolledBack() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both")
                        .transacted()
                        .process(PgCancellation::of)
                        .to("pg:execute?sql=INSERT INTO item VALUES (1)")
                        .process(exchange -> PgCancellation.of(exchange).cancel())
                        .to("pg:execute?sql=INSERT INTO item VALUES (2)");
            }
        });

        assertThatThrownBy(() -> pg.template().requestBody("direct:both", (Object) null))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(PgException.class);
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        Faults.nothingIsLeft(pg);
    }

    /** A stream outlives its scope unread; the scope's connection is another call's then. */
    @Test
    void whoHasTheConnectionOfAScopeAfterItIsNotMet() throws Exception {
        try (PgContext narrow = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1))) {
            String slow = "pg:query?outputType=scalar&sql=SELECT pg_sleep(1)::text";
            AtomicReference<CompletableFuture<Exchange>> other = new AtomicReference<>();
            narrow.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:scope")
                            .process(PgCancellation::of)
                            .transacted()
                            .to(
                                    "pg:query?outputType=stream&sql=SELECT i, repeat('x', 500) FROM generate_series(1, 100000) i")
                            .end()
                            .process(exchange -> {
                                other.set(CompletableFuture.supplyAsync(() -> narrow.send(slow, null), Faults::start));
                                Await.until("the other one is at work", () -> TestPostgres.scalar(
                                                narrow.database(),
                                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                                        + " AND datname = current_database()")
                                        .equals("1"));
                                PgCancellation.of(exchange).cancel();
                                exchange.getMessage().setBody(null);
                            });
                }
            });
            narrow.send("direct:scope", null);
            assertThat(body(other.get().get(20, TimeUnit.SECONDS))).isEqualTo("");
        }
    }

    @Test
    void nobodyElsesCallIsMet() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(CompletableFuture.supplyAsync(() -> {
                int calls = 0;
                while (!over.get()) {
                    body(pg.send("pg:query?outputType=scalar&sql=SELECT count(*) FROM generate_series(1, 2000)", null));
                    calls++;
                }
                return calls;
            }));
        }
        Random random = new Random(7);
        int cancelled = 0;
        for (int i = 0; i < 150; i++) {
            Started call = start("pg:query?sql=SELECT pg_sleep(0.01)");
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(20_000)));
            call.cancellation().cancel();
            Exception failure = call.ended().getException();
            if (failure != null) {
                assertThat(failure).hasMessageStartingWith("PG-211");
                cancelled++;
            }
        }
        over.set(true);

        assertThat(cancelled).isBetween(1, 150);
        for (CompletableFuture<Integer> other : others) {
            assertThat(other.get(20, TimeUnit.SECONDS)).isPositive();
        }
        Faults.nothingIsLeft(pg);
    }
}
