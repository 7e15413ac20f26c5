package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pg:extract in from: what is new, in order, and never further than what was processed. */
@Tag("core")
class ExtractConsumerIT {
    private static final String URI = "pg:extract:change?mode=incremental&cursor=at&delay=20&initialDelay=0";

    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
        pg.sql("CREATE TABLE change (id int PRIMARY KEY, v int NOT NULL DEFAULT 0, at timestamptz DEFAULT now());"
                + " CREATE INDEX ON change (at)");
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private void route(String uri, Processor processor) throws Exception {
        route(pg, uri, processor);
    }

    private static void route(PgContext on, String uri, Processor processor) throws Exception {
        on.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId("polled").process(processor);
            }
        });
    }

    private void collect(Exchange exchange) {
        List<Integer> ids = ids(exchange);
        sizes.add(ids.size());
        seen.addAll(ids);
    }

    private static List<Integer> ids(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        List<Integer> ids = new ArrayList<>();
        for (Object row : body instanceof List<?> rows ? rows : List.of(body)) {
            ids.add((Integer) ((Map<?, ?>) row).get("id"));
        }
        return ids;
    }

    private void insert(int from, int to) {
        pg.sql("INSERT INTO change (id) SELECT generate_series(" + from + ", " + to + ")");
    }

    /** All of the same moment, so that pages end between equal cursors. */
    @Test
    void pagesOfEqualCursors() throws Exception {
        insert(1, 25);
        route(URI + "&batchSize=10", this::collect);
        Await.until("all pages came", () -> seen.size() >= 25);
        insert(26, 40);
        pg.sql("UPDATE change SET v = 1, at = now() WHERE id = 3");
        Await.until("what is new came", () -> seen.size() >= 41);
        assertThat(seen.subList(0, 25)).containsExactlyElementsOf(range(1, 25));
        List<Integer> second = range(26, 40);
        second.add(3);
        assertThat(seen.subList(25, 41)).containsExactlyInAnyOrderElementsOf(second);
        assertThat(sizes).startsWith(10, 10, 5);
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> all = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void aRowAnExchange() throws Exception {
        insert(1, 25);
        List<String> cursors = new CopyOnWriteArrayList<>();
        route(URI + "&deliver=row&batchSize=10", exchange -> {
            assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class);
            cursors.add(exchange.getMessage().getHeader(PgConstants.CURSOR, String.class));
            collect(exchange);
        });
        Await.until("all rows came", () -> seen.size() >= 25);
        assertThat(seen).containsExactlyElementsOf(range(1, 25));
        assertThat(cursors.get(4)).contains("\"id\":\"5\"");
    }

    public record Numbered(int id, int n) {}

    /** A row that cannot be one keeps those before it from coming again. */
    @Test
    void theRowsBeforeOneThatCannotBeMappedComeOnce() throws Exception {
        insert(1, 10);
        pg.sql("ALTER TABLE change ADD n int; UPDATE change SET n = nullif(id, 6)");
        List<Integer> mapped = new CopyOnWriteArrayList<>();
        route(
                URI + "&columns=id,n&deliver=row&outputClass=" + Numbered.class.getName(),
                exchange ->
                        mapped.add(exchange.getMessage().getBody(Numbered.class).id()));
        Await.until("those before came", () -> mapped.size() >= 5);
        pg.sql("UPDATE change SET n = 6 WHERE id = 6");
        Await.until("all came", () -> mapped.size() >= 10);
        assertThat(mapped).startsWith(1, 2, 3, 4, 5).containsOnlyOnce(1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "row"})
    void atTheFirstFailureItStopsAndGoesOnThere(String deliver) throws Exception {
        insert(1, 30);
        AtomicInteger failures = new AtomicInteger(3);
        route(URI + "&batchSize=10&deliver=" + deliver, exchange -> {
            if (ids(exchange).contains(17) && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("17");
            }
            collect(exchange);
        });
        Await.until("all came", () -> seen.size() >= 30);
        assertThat(seen).containsExactlyElementsOf(range(1, 30));
        assertThat(failures.get()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "row"})
    void anotherInstanceGoesOnWhereTheFirstOneStopped(String deliver) throws Exception {
        insert(1, 30);
        CountDownLatch failed = new CountDownLatch(2);
        route(URI + "&batchSize=10&deliver=" + deliver, exchange -> {
            if (ids(exchange).contains(17)) {
                failed.countDown();
                throw new IllegalStateException("17");
            }
            collect(exchange);
        });
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        pg.camel().getRouteController().stopRoute("polled");
        assertThat(seen).containsExactlyElementsOf(range(1, deliver.equals("row") ? 16 : 10));
        try (PgContext other = PgContext.on(pg.database(), TestPostgres.port(), connection -> {})) {
            route(other, URI + "&batchSize=7&deliver=" + deliver, this::collect);
            Await.until("the rest came", () -> seen.size() >= 30);
        }
        assertThat(seen).containsExactlyElementsOf(range(1, 30));
    }

    @Test
    void rowsWithoutCursorComeFirstAndPageByPage() throws Exception {
        pg.sql("INSERT INTO change (id, at) SELECT i, CASE WHEN i > 12 THEN now() END FROM generate_series(1, 25) i");
        route(URI + "&batchSize=5&nullCursor=include", this::collect);
        Await.until("all came", () -> seen.size() >= 25);
        assertThat(seen).containsExactlyElementsOf(range(1, 25));
        insert(26, 27);
        Await.until("what is new came", () -> seen.size() >= 27);
        assertThat(seen).hasSize(27);
    }

    @Test
    void asNdjsonAndWithACondition() throws Exception {
        insert(1, 9);
        List<String> bodies = new CopyOnWriteArrayList<>();
        route(
                URI + "&columns=id&outputType=ndjson&where=id > :low&parameter.low=6",
                exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
        Await.until("it came", () -> !bodies.isEmpty());
        assertThat(bodies).containsExactly("{\"id\":7}\n{\"id\":8}\n{\"id\":9}\n");
    }

    @Test
    void aPollOfNothingIsOneRoundTrip() throws Exception {
        insert(1, 5);
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext through = PgContext.on(pg.database(), proxy.port(), connection -> {
                    connection.setSslMode("disable");
                    connection.setMaxConnections(1);
                })) {
            AtomicInteger polls = new AtomicInteger();
            through.component().observers().add(event -> polls.incrementAndGet());
            route(through, URI, this::collect);
            Await.until("all came", () -> seen.size() >= 5);
            Await.until(
                    "the position is settled",
                    () -> !"t".equals(pg.scalar("SELECT count(*) = 0 FROM camel_pg_cursor"))
                            && "t"
                                    .equals(pg.scalar(
                                            "SELECT position->'floor' IS NOT NULL AND position->'candidate' IS NULL"
                                                    + " FROM camel_pg_cursor")));
            int settled = polls.get();
            Await.until("prepared by the driver", () -> polls.get() > settled + 10);
            through.camel().getRouteController().suspendRoute("polled");
            int before = polls.get();
            long trips = roundTrips(proxy);
            through.camel().getRouteController().resumeRoute("polled");
            Await.until("it polled", () -> polls.get() >= before + 20);
            through.camel().getRouteController().stopRoute("polled");
            assertThat(roundTrips(proxy) - trips).isEqualTo((long) polls.get() - before);
        }
    }

    private static long roundTrips(WireProxy proxy) {
        return proxy.counts().roundTrips();
    }

    /** An exchange that is under way when the route stops is finished, and its rows do not come again. */
    @Test
    void stopping() throws Exception {
        insert(1, 30);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        route(URI + "&batchSize=10", exchange -> {
            collect(exchange);
            arrived.countDown();
            go.await();
        });
        arrived.await();
        Thread stopping = new Thread(() -> {
            try {
                pg.camel().getRouteController().stopRoute("polled");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        Await.until(
                "it is stopping",
                () -> ((PgConsumer) pg.camel().getRoute("polled").getConsumer()).isSuspendingOrSuspended());
        go.countDown();
        stopping.join();
        Faults.nothingIsLeft(pg);
        pg.camel().getRouteController().startRoute("polled");
        Await.until("the rest came", () -> seen.size() >= 30);
        assertThat(seen).containsExactlyElementsOf(range(1, 30));
    }

    @Test
    void theServerGoesAwayInBetween() throws Exception {
        insert(1, 20);
        route(URI + "&batchSize=5&deliver=batch", exchange -> {
            collect(exchange);
            if (seen.size() == 10) {
                pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'camel-pg'");
            }
        });
        Await.until("all came", () -> List.copyOf(seen).containsAll(range(1, 20)));
        // The position behind rows 6 to 10 could not be saved, or could.
        assertThat(seen.stream().distinct()).containsExactlyElementsOf(range(1, 20));
    }

    @Test
    @Tag("application")
    void withQuartzAsItsScheduler() throws Exception {
        insert(1, 3);
        route(
                "pg:extract:change?mode=incremental&cursor=at&scheduler=quartz&scheduler.cron=0/1+*+*+*+*+?",
                this::collect);
        Await.until("all came", () -> seen.size() >= 3);
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void whatCannotBePolled() {
        assertThatThrownBy(() -> route("pg:query?sql=SELECT 1", exchange -> {})).hasStackTraceContaining("only in to:");
        assertThatThrownBy(() -> route("pg:extract:change", exchange -> {}))
                .hasStackTraceContaining("needs mode=incremental");
        pg.sql("CREATE VIEW seen AS SELECT * FROM change");
        assertThatThrownBy(() -> route(URI.replace("change", "seen"), exchange -> {}))
                .hasStackTraceContaining("PG-504");
    }
}
