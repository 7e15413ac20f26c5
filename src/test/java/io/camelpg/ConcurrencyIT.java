package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many threads and few connections: every answer belongs to its question, and nothing leaks. */
class ConcurrencyIT {
    private static final int THREADS = 32;
    private static final int CALLS = 200;
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(4));
        pg.sql("CREATE TABLE item AS SELECT i AS id, 'item ' || i AS name FROM generate_series(1, 1000) i;"
                + " ALTER TABLE item ADD PRIMARY KEY (id); CREATE TABLE counter (thread int PRIMARY KEY, n int);"
                + " INSERT INTO counter SELECT t, 0 FROM generate_series(0, 31) t");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ndjson")
                        .to("pg:query?outputType=ndjson&sql=SELECT id FROM item WHERE id <= :id ORDER BY id")
                        .convertBodyTo(String.class);
                from("direct:half")
                        .to("pg:query?outputType=stream&sql=SELECT id FROM item WHERE id >= :id ORDER BY id")
                        .process(exchange -> exchange.getMessage()
                                .setBody(exchange.getMessage()
                                        .getBody(java.util.Iterator.class)
                                        .next()));
                from("direct:temporary").to("pg:execute?sql=SET application_name = 'changed'");
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static void call(int thread, int number) {
        int id = 1 + (thread * 31 + number * 7) % 1000;
        Map<String, Object> values = Map.of("id", id, "thread", thread);
        switch (number % 8) {
            case 0 ->
                assertThat(body(pg.send("pg:query?outputType=scalar&sql=SELECT name FROM item WHERE id = :id", values)))
                        .isEqualTo("item " + id);
            case 1 ->
                assertThat(body(pg.send("pg:query?sql=SELECT id FROM item WHERE id = :id", values)))
                        .isEqualTo(List.of(Map.of("id", id)));
            case 2 -> {
                Exchange exchange =
                        pg.send("pg:execute?sql=UPDATE counter SET n = n + 1 WHERE thread = :thread", values);
                body(exchange);
                assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT))
                        .isEqualTo(1L);
            }
            case 3 ->
                assertThat(((String) body(pg.send("direct:ndjson", values)))
                                .lines()
                                .count())
                        .isEqualTo(id);
            case 4 -> assertThat(body(pg.send("direct:half", values))).isEqualTo(Map.of("id", id));
            case 5 ->
                assertThat(pg.send("pg:query?sql=SELECT id / 0 FROM item WHERE id = :id", values)
                                .getException())
                        .hasMessageContaining("22012");
            case 6 ->
                assertThat(body(pg.send(
                                "pg:query?timeout=29000&outputType=one&sql=SELECT id, name FROM item WHERE id = :id",
                                values)))
                        .isEqualTo(Map.of("id", id, "name", "item " + id));
            default -> body(pg.send("direct:temporary", null));
        }
    }

    @Test
    void everyAnswerBelongsToItsQuestion() {
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < CALLS; i++) {
                            call(thread, i + thread);
                            done.incrementAndGet();
                        }
                    },
                    Faults::start));
        }
        CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0])).join();
        assertThat(done).hasValue(THREADS * CALLS);
        assertThat(pg.scalar("SELECT string_agg(DISTINCT n::text, ',') FROM counter"))
                .isEqualTo("25");
        assertThat(Faults.pool(pg).total()).isLessThanOrEqualTo(4);
        Faults.nothingIsLeft(pg);
    }
}
