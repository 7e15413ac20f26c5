package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream larger than its first batch gives its connection back whatever becomes of it, and a part never looks whole. */
@Tag("core")
class StreamIT {
    private static final int ROWS = 20_000;
    private static final AtomicInteger ROUTES = new AtomicInteger();
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(4));
        pg.sql("CREATE TABLE item AS SELECT i AS id, repeat('x', 400) AS filler FROM generate_series(1, " + ROWS
                + ") i");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    private static String uri(String outputType) {
        return "pg:query?outputType=" + outputType
                + "&streamIdleTimeout=60000&sql=SELECT id, filler FROM item ORDER BY id";
    }

    private interface Route {
        void steps(RouteDefinition route);
    }

    /** A new route that starts with the stream; returns where to send to. */
    private static String route(String outputType, boolean caching, Route steps) throws Exception {
        String from = "direct:stream" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from(from).routeId(from);
                route.streamCache(String.valueOf(caching));
                steps.steps(route.to(uri(outputType)));
            }
        });
        return from;
    }

    private static Exchange run(String outputType, Processor reader) throws Exception {
        return pg.send(route(outputType, true, route -> route.process(reader)), null);
    }

    @ParameterizedTest
    @CsvSource({"json,true", "json,false", "ndjson,true", "ndjson,false", "csv,true", "csv,false"})
    void consumedInFull(String outputType, boolean caching) throws Exception {
        String text =
                (String) body(pg.send(route(outputType, caching, route -> route.convertBodyTo(String.class)), null));
        switch (outputType) {
            case "json" -> assertThat(text).startsWith("[").endsWith("]").contains("\"id\":1,", "\"id\":" + ROWS + ",");
            case "ndjson" -> assertThat(text.lines().count()).isEqualTo(ROWS);
            default -> assertThat(text.lines().count()).isEqualTo(ROWS + 1);
        }
    }

    @Test
    void splitInFull() throws Exception {
        AtomicInteger count = new AtomicInteger();
        body(pg.send(
                route("stream", true, route -> route.split()
                        .body()
                        .streaming()
                        .process(exchange -> assertThat(((Number) exchange.getMessage()
                                                .getBody(Map.class)
                                                .get("id"))
                                        .intValue())
                                .isEqualTo(count.incrementAndGet()))
                        .end()),
                null));
        assertThat(count).hasValue(ROWS);
    }

    @ParameterizedTest
    @CsvSource({"stream,true", "stream,false", "json,true", "json,false", "ndjson,true", "csv,true", "arrow,true"})
    void ignored(String outputType, boolean caching) throws Exception {
        AtomicReference<Object> body = new AtomicReference<>();
        Exchange exchange = pg.send(
                route(outputType, caching, route -> route.process(
                                e -> body.set(e.getMessage().getBody()))
                        .to("log:ignored?level=OFF")
                        .setBody(Builder.constant("done"))),
                null);
        assertThat(body(exchange)).isEqualTo("done");
        Faults.nothingIsLeft(pg);
        assertClosed(body.get());
    }

    /** To the end of what is left of a stream that was closed early: it must fail, again and again. */
    private static void assertClosed(Object body) {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> drain(body))
                    .isInstanceOfSatisfying(
                            PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED));
        }
    }

    private static int drain(Object body) throws Exception {
        int count = 0;
        if (body instanceof Iterator<?> rows) {
            while (rows.hasNext()) {
                rows.next();
                count++;
            }
        } else {
            count = ((InputStream) body).readAllBytes().length;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "ndjson", "csv", "arrow"})
    void readInPartAndAfterTheExchange(String outputType) throws Exception {
        AtomicReference<Object> body = new AtomicReference<>();
        Exchange exchange = run(outputType, e -> {
            body.set(e.getMessage().getBody());
            readSome(body.get());
            assertThat(Faults.pool(pg).active()).isEqualTo(1);
        });
        assertThat(exchange.getException()).isNull();
        Faults.nothingIsLeft(pg);
        assertClosed(body.get());
    }

    private static void readSome(Object body) throws Exception {
        if (body instanceof Iterator<?> rows) {
            for (int i = 0; i < 150; i++) {
                rows.next();
            }
        } else {
            assertThat(((InputStream) body).readNBytes(100_000)).hasSize(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "ndjson", "csv", "arrow"})
    void aStepFails(String outputType) throws Exception {
        Exchange exchange = run(outputType, e -> {
            readSome(e.getMessage().getBody());
            throw new IllegalStateException("a step of the route");
        });
        assertThat(exchange.getException()).hasMessage("a step of the route");
    }

    @Test
    void aSplitStops() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Exchange exchange = pg.send(
                route("stream", true, route -> route.split()
                        .body()
                        .streaming()
                        .stopOnException()
                        .process(e -> {
                            if (count.incrementAndGet() == 250) {
                                throw new IllegalStateException("row 250");
                            }
                        })
                        .end()),
                null);
        assertThat(exchange.getException()).isNotNull();
        assertThat(count).hasValue(250);
    }

    @Test
    void theQueryFailsInTheMiddle() throws Exception {
        for (String outputType : List.of("json", "ndjson", "csv", "arrow", "stream")) {
            AtomicReference<Object> body = new AtomicReference<>();
            String from = "direct:failing-" + outputType;
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from)
                            .to(
                                    "pg:query?outputType=" + outputType
                                            + "&sql=SELECT 100 / (9000 - i) AS q, repeat('x', 100) FROM generate_series(1, 20000) i")
                            .process(e -> {
                                body.set(e.getMessage().getBody());
                                drain(e.getMessage().getBody());
                            });
                }
            });
            assertThat(failure(pg.send(from, null)).sqlState()).as(outputType).isEqualTo("22012");
            // Whoever caught that and reads on gets the same failure, and no end.
            assertThatThrownBy(() -> drain(body.get())).isInstanceOf(PgException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "ndjson", "csv", "arrow"})
    void aFailureInTheMiddleShowsNoValue(String outputType) throws Exception {
        pg.sql("CREATE OR REPLACE FUNCTION complain(a text) RETURNS text LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''no: %'', a USING DETAIL = a, HINT = a; END'");
        AtomicInteger first = new AtomicInteger();
        String from = "direct:complaining" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .to("pg:query?outputType=" + outputType + "&sql=SELECT id, filler, CASE WHEN id = 15000"
                                + " THEN complain(:v) END FROM item ORDER BY id")
                        .process(e -> {
                            readSome(e.getMessage().getBody());
                            first.incrementAndGet();
                            drain(e.getMessage().getBody());
                        });
            }
        });
        PgException failure = failure(pg.send(from, Map.of("v", "canary73")));
        assertThat(first).hasValue(1);
        assertThat(failure.sqlState()).isEqualTo("P0001");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("(not shown)").doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "ndjson", "csv", "arrow"})
    void nobodyReadsForTooLong(String outputType) throws Exception {
        String from = "direct:idle" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(uri(outputType).replace("60000", "300")).process(e -> {
                    Object body = e.getMessage().getBody();
                    readSome(body);
                    Await.until(
                            "the idle watch closes it", () -> Faults.pool(pg).active() == 0);
                    drain(body);
                });
            }
        });
        PgException failure = failure(pg.send(from, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED);
        assertThat(failure.getMessage()).contains("streamIdleTimeout");
    }

    @Test
    void aReaderWhoWaitsForTheServerIsNotIdle() throws Exception {
        String from = "direct:waiting" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .to("pg:query?outputType=ndjson&streamIdleTimeout=200&sql=SELECT id, CASE WHEN id = 150 THEN"
                                + " pg_sleep(1.5) END FROM item ORDER BY id")
                        .process(e -> drain(e.getMessage().getBody()));
            }
        });
        body(pg.send(from, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "ndjson", "json", "csv", "arrow"})
    void handedToAnotherThread(String outputType) throws Exception {
        CompletableFuture<Object> read = new CompletableFuture<>();
        String queue = "seda:" + outputType + ROUTES.incrementAndGet();
        String from = "direct:seda" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(uri(outputType)).to(org.apache.camel.ExchangePattern.InOnly, queue);
                from(queue).process(exchange -> {
                    try {
                        read.complete(drain(exchange.getMessage().getBody()));
                    } catch (Exception e) {
                        read.completeExceptionally(e);
                    }
                });
            }
        });
        pg.send(from, null);
        assertThat((Integer) read.get()).isGreaterThanOrEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "ndjson", "json", "csv", "arrow"})
    void aWireTapGetsNoPartOfIt(String outputType) throws Exception {
        CompletableFuture<Object> tapped = new CompletableFuture<>();
        String queue = "direct:tap" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(queue).process(exchange -> {
                    try {
                        tapped.complete(drain(exchange.getMessage().getBody()));
                    } catch (Exception e) {
                        tapped.complete(e);
                    }
                });
            }
        });
        AtomicInteger whole = new AtomicInteger();
        String from = route(outputType, true, route -> route.wireTap(queue)
                .process(e -> whole.set(drain(e.getMessage().getBody()))));
        body(pg.send(from, null));
        assertThat(whole).hasValueGreaterThanOrEqualTo(ROWS);
        assertThat(tapped.get()).isInstanceOfSatisfying(PgException.class, e -> assertThat(e.errorCode())
                .isEqualTo(PgErrorCode.STREAM_CLOSED));
    }

    @ParameterizedTest
    @CsvSource({
        "stream,false,20000",
        "stream,true,20000",
        "stream,false,3",
        "stream,true,3",
        "csv,false,20000",
        "arrow,false,20000"
    })
    void ofAMulticastOneReadsItAndTheOtherIsTold(String outputType, boolean parallel, int rows) throws Exception {
        List<Object> results = new CopyOnWriteArrayList<>();
        Processor reader = exchange -> {
            try {
                results.add(drain(exchange.getMessage().getBody()));
            } catch (PgException e) {
                results.add(e.errorCode());
            }
        };
        String first = "direct:first" + ROUTES.incrementAndGet();
        String second = "direct:second" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(first).process(reader);
                from(second).process(reader);
            }
        });
        String from = "direct:multicast" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                MulticastDefinition multicast =
                        from(from).to(uri(outputType) + " LIMIT " + rows).multicast();
                (parallel ? multicast.parallelProcessing() : multicast).to(first, second);
            }
        });
        body(pg.send(from, null));
        assertThat(results).hasSize(2).contains(PgErrorCode.STREAM_CLOSED);
        results.remove(PgErrorCode.STREAM_CLOSED);
        assertThat(results).singleElement().satisfies(count -> assertThat((Integer) count)
                .isGreaterThanOrEqualTo(rows));
    }

    @Test
    void aStreamIsNotReadByWhatLogsIt() throws Exception {
        AtomicInteger count = new AtomicInteger();
        body(pg.send(
                route("stream", true, route -> route.log(LoggingLevel.WARN, "${body} ${bodyAs(String)}")
                        .to("log:" + getClass().getName() + "?showAll=true&level=WARN")
                        .split()
                        .body()
                        .streaming()
                        .process(e -> count.incrementAndGet())
                        .end()
                        .to("log:" + getClass().getName() + "?showAll=true&level=WARN")),
                null));
        assertThat(count).hasValue(ROWS);
    }

    @Test
    void rowsAreNoBytes() throws Exception {
        Exchange exchange = pg.send(route("stream", true, route -> route.convertBodyTo(byte[].class)), null);
        assertThat(exchange.getException()).hasStackTraceContaining("PG-504").hasStackTraceContaining("not bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "ndjson"})
    void aSecondStepThatReadsAgainIsTold(String outputType) throws Exception {
        AtomicReference<Object> read = new AtomicReference<>();
        Exchange exchange = pg.send(
                route(outputType, true, route -> route.process(e -> {
                            readSome(e.getMessage().getBody());
                        })
                        .process(e -> read.set(drain(e.getMessage().getBody())))),
                null);
        assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED);
        assertThat(failure(exchange).getMessage()).contains("read once");
        assertThat(read.get()).isNull();
    }

    @Test
    void theEndOfAStreamIsNotTheEndForASecondStep() throws Exception {
        AtomicInteger rows = new AtomicInteger();
        Exchange exchange = pg.send(
                route("stream", true, route -> route.split()
                        .body()
                        .streaming()
                        .process(e -> rows.incrementAndGet())
                        .end()
                        .split()
                        .body()
                        .streaming()
                        .process(e -> rows.incrementAndGet())
                        .end()),
                null);
        assertThat(rows).hasValue(ROWS);
        assertThat(exchange.getException()).hasStackTraceContaining("PG-311").hasStackTraceContaining("read once");
    }

    @Test
    void smallStreamsFollowTheSameRules() throws Exception {
        String from = "direct:small" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .to("pg:query?outputType=ndjson&sql=SELECT id FROM item ORDER BY id LIMIT 3")
                        .process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(StreamCache.class))
                        .process(e -> assertThat(new String(
                                        ((InputStream) e.getMessage().getBody()).readAllBytes(),
                                        StandardCharsets.UTF_8))
                                .isEqualTo("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n"))
                        .process(e -> drain(e.getMessage().getBody()));
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(failure(pg.send(from, null)).errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED);
        }
    }

    @Test
    void theRouteStopsWhileAStreamIsOpen() throws Exception {
        CompletableFuture<Object> open = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        String from = route(
                "ndjson",
                true,
                route -> route.process(e -> {
                    open.complete(e.getMessage().getBody());
                    go.get();
                    drain(e.getMessage().getBody());
                }));
        CompletableFuture<Exchange> call = CompletableFuture.supplyAsync(() -> pg.send(from, null), Faults::start);
        open.get();
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        pg.camel().getRouteController().stopRoute(from);
                        return true;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Faults::start);
        go.complete(null);
        // Camel lets exchanges in flight finish: the stream is whole.
        assertThat(body(call.get())).isNotNull();
        assertThat(stopped.get()).isTrue();
    }

    @Test
    void theContextStopsWhileAStreamIsOpen() throws Exception {
        AtomicReference<Object> body = new AtomicReference<>();
        PgContext other = PgContext.on(pg.database(), io.camelpg.support.TestPostgres.port(), connection -> {
            connection.setMaxConnections(1);
            connection.setApplicationName("stopping");
        });
        other.camel().getShutdownStrategy().setTimeout(1);
        CompletableFuture<Object> open = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        other.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:open").to(uri("ndjson")).process(e -> {
                    body.set(e.getMessage().getBody());
                    open.complete(body.get());
                    go.get();
                });
            }
        });
        CompletableFuture<Exchange> call =
                CompletableFuture.supplyAsync(() -> other.send("direct:open", null), Faults::start);
        open.get();
        other.close();
        Await.until("no session is left", () -> pg.scalar(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'stopping'")
                .equals("0"));
        assertClosed(body.get());
        go.complete(null);
        call.get();
    }
}
