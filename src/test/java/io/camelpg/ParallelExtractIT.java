package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parallel}: several connections read a table under one snapshot; where they cannot, one does. */
@Tag("core")
class ParallelExtractIT {
    private static final int ROWS = 30_000;
    private static final int CONNECTIONS = 4;
    private static final AtomicInteger ROUTES = new AtomicInteger();
    private static boolean ranges;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        ranges = TestPostgres.majorVersion() >= 14;
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(CONNECTIONS));
        pg.sql(
                """
                CREATE TABLE item (id int PRIMARY KEY, n int, amount numeric, filler text, doc jsonb);
                INSERT INTO item SELECT i, i % 7, i / 8.0, repeat('x', 900), jsonb_build_object('a', i)
                  FROM generate_series(1, 30000) i;
                CREATE TABLE nothing (id int);
                CREATE TABLE few AS SELECT i AS id FROM generate_series(1, 10) i;
                CREATE MATERIALIZED VIEW item_mat AS SELECT * FROM item;
                CREATE VIEW item_view AS SELECT * FROM item;
                CREATE TABLE parts (id int NOT NULL, day date, filler text) PARTITION BY RANGE (id);
                CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM (1) TO (10001);
                CREATE TABLE parts_b (gone int, filler text, day date, id int NOT NULL);
                ALTER TABLE parts_b DROP COLUMN gone;
                ALTER TABLE parts ATTACH PARTITION parts_b FOR VALUES FROM (10001) TO (20001);
                CREATE TABLE parts_c PARTITION OF parts FOR VALUES FROM (20001) TO (30001) PARTITION BY RANGE (id);
                CREATE TABLE parts_c1 PARTITION OF parts_c DEFAULT;
                INSERT INTO parts SELECT i, date '2026-01-01' + i % 300, repeat('p', 900) FROM generate_series(1, 30000) i;
                CREATE TABLE parent (id int, filler text);
                CREATE TABLE child (more int) INHERITS (parent);
                INSERT INTO parent SELECT i, repeat('x', 900) FROM generate_series(1, 15000) i;
                INSERT INTO child SELECT i, repeat('x', 900), i FROM generate_series(15001, 30000) i""");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    private static int id(Object row) {
        return ((Number) ((Map<?, ?>) row).get("id")).intValue();
    }

    /** Sends to an endpoint with the reader behind it. */
    private static Exchange reading(String uri, Object body, Consumer<Exchange> reader) throws Exception {
        String from = "direct:parallel" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(uri).process(reader::accept);
            }
        });
        return pg.send(from, body);
    }

    private static Iterator<?> rows(Exchange exchange) {
        return exchange.getMessage().getBody(Iterator.class);
    }

    private static List<Integer> ids(String uri, Object body) throws Exception {
        List<Integer> ids = new ArrayList<>();
        body(reading(uri, body, exchange -> rows(exchange).forEachRemaining(row -> ids.add(id(row)))));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "item,30000",
        "item_mat,30000",
        "item_view,30000",
        "parts,30000",
        "parts_c,10000",
        "parts_b,10000",
        "parent,30000",
        "child,15000",
        "few,10",
        "nothing,0"
    })
    void everyKindOfRelationEachRowOnce(String table, int count) throws Exception {
        for (String type : List.of("stream", "list")) {
            assertThat(ids("pg:extract:" + table + "?parallel=4&outputType=" + type, null))
                    .hasSize(count)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"item", "parts"})
    void theSameRowsAsOneConnectionReads(String table) throws Exception {
        List<Set<String>> both = new ArrayList<>();
        for (String uri : List.of("pg:extract:%s?outputType=ndjson", "pg:extract:%s?outputType=ndjson&parallel=3")) {
            body(reading(uri.formatted(table), null, exchange -> {
                try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                    both.add(new HashSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
        assertThat(both.get(1)).hasSize(ROWS).isEqualTo(both.get(0));
    }

    @Test
    void columnsAndConditionWithValues() throws Exception {
        String where = "&columns=id,day&where=parts.id > :low AND id <= :high AND day IS NOT NULL -- last";
        assertThat(ids("pg:extract:parts?parallel=4&outputType=stream" + where, Map.of("low", 9_990, "high", 20_010)))
                .hasSize(10_020)
                .doesNotHaveDuplicates();
        assertThat(ids("pg:extract:parts?parallel=4" + where, Map.of("low", 40_000, "high", 50_000)))
                .isEmpty();
        assertThat(ids("pg:extract:item?parallel=4&where=n = :n OR :n IS NULL", Map.of("n", 3)))
                .hasSize(ROWS / 7 + 1);
    }

    @Test
    void severalConnectionsAtWork() throws Exception {
        assumeTrue(ranges);
        AtomicInteger most = new AtomicInteger();
        body(reading("pg:extract:item?parallel=3&outputType=stream", null, exchange -> {
            Iterator<?> rows = rows(exchange);
            rows.next();
            Await.until("three connections read", () -> Faults.pool(pg).active() == 3);
            rows.forEachRemaining(
                    row -> most.set(Math.max(most.get(), Faults.pool(pg).active())));
        }));
        assertThat(most).hasValue(3);
    }

    @Test
    void aListCountsItsRows() {
        Exchange exchange = pg.send("pg:extract:item?parallel=4", null);
        assertThat((List<?>) body(exchange)).hasSize(ROWS);
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo((long) ROWS);
        Exchange few = pg.send("pg:extract:item?parallel=4&maxRows=10&onMaxRows=truncate", null);
        assertThat((List<?>) body(few)).hasSize(10);
        assertThat(few.getMessage().getHeader(PgConstants.TRUNCATED)).isEqualTo(true);
        assertThat(failure(pg.send("pg:extract:item?parallel=4&maxRows=10", null))
                        .errorCode())
                .isEqualTo(PgErrorCode.TOO_MANY_ROWS);
    }

    /** Each transaction leaves count and sum as they were, and moves rows to other places; VACUUM clears up behind them. */
    @ParameterizedTest
    @ValueSource(strings = {"stream", "list"})
    void allOfOneSnapshotWhateverIsWrittenMeanwhile(String type) throws Exception {
        pg.sql("DROP TABLE IF EXISTS account; CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL,"
                + " filler text) WITH (fillfactor = 70); INSERT INTO account"
                + " SELECT i, 100, repeat('a', 400) FROM generate_series(1, 30000) i");
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            int seed = writer;
            writers.add(CompletableFuture.supplyAsync(() -> transfers(seed, enough), Faults::start));
        }
        writers.add(CompletableFuture.supplyAsync(() -> vacuums(enough), Faults::start));
        try {
            for (int round = 0; round < 8; round++) {
                Set<Integer> ids = new HashSet<>();
                long[] sum = new long[2];
                body(reading("pg:extract:account?parallel=4&outputType=" + type, null, exchange -> rows(exchange)
                        .forEachRemaining(row -> {
                            sum[0] += ((Number) ((Map<?, ?>) row).get("balance")).longValue();
                            sum[1]++;
                            ids.add(id(row));
                        })));
                assertThat(sum).containsExactly(3_000_000, 30_000);
                assertThat(ids).hasSize(30_000);
            }
        } finally {
            enough.set(true);
        }
        for (CompletableFuture<Integer> writer : writers) {
            assertThat(writer.join()).isPositive();
        }
    }

    private static int transfers(int seed, AtomicBoolean enough) {
        int count = 0;
        while (!enough.get()) {
            int low = (seed * 7919 + count * 31) % 14_000 + 1;
            TestPostgres.execute(
                    pg.database(),
                    "BEGIN; UPDATE account SET balance = balance - 1 WHERE id BETWEEN " + low + " AND " + (low + 50)
                            + "; UPDATE account SET balance = balance + 1 WHERE id BETWEEN " + (low + 15_000) + " AND "
                            + (low + 15_050) + "; WITH gone AS (DELETE FROM account WHERE id BETWEEN " + low + " AND "
                            + (low + 20) + " RETURNING *) INSERT INTO account SELECT -id, balance, filler FROM gone;"
                            + " UPDATE account SET id = -id WHERE id < 0; COMMIT");
            count++;
        }
        return count;
    }

    private static int vacuums(AtomicBoolean enough) {
        int count = 0;
        while (!enough.get()) {
            TestPostgres.execute(pg.database(), "VACUUM account");
            count++;
        }
        return count;
    }

    /** What is written after the snapshot may make the table longer, and TRUNCATE has to wait. */
    @Test
    void theTableIsLockedAndTheSnapshotKept() throws Exception {
        assumeTrue(ranges);
        pg.sql("CREATE TABLE growing AS SELECT i AS id, repeat('g', 900) AS filler FROM generate_series(1, 20000) i");
        List<Integer> ids = new ArrayList<>();
        CompletableFuture<?>[] truncated = new CompletableFuture<?>[1];
        body(reading("pg:extract:growing?parallel=3&outputType=stream&batchBytes=20000", null, exchange -> {
            Iterator<?> rows = rows(exchange);
            ids.add(id(rows.next()));
            pg.sql("INSERT INTO growing SELECT i, repeat('n', 900) FROM generate_series(20001, 40000) i");
            truncated[0] = CompletableFuture.runAsync(() -> pg.sql("TRUNCATE growing"), Faults::start);
            Await.until("TRUNCATE waits", () -> pg.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    .equals("1"));
            rows.forEachRemaining(row -> ids.add(id(row)));
        }));
        assertThat(ids).hasSize(20_000).doesNotHaveDuplicates().allMatch(id -> id <= 20_000);
        truncated[0].join();
        assertThat(ids("pg:extract:growing?parallel=3", null)).isEmpty();
    }

    @Test
    void oneThatDiesEndsAll() throws Exception {
        assumeTrue(ranges);
        Exchange exchange = reading("pg:extract:item?parallel=3&outputType=stream&batchBytes=20000", null, e -> {
            Iterator<?> rows = rows(e);
            rows.next();
            Await.until("three connections read", () -> Faults.pool(pg).active() == 3);
            assertThat(pg.scalar("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE"
                            + " datname = current_database() AND application_name = 'camel-pg' AND state <> 'idle'"
                            + " ORDER BY backend_start DESC LIMIT 1) a"))
                    .isEqualTo("1");
            rows.forEachRemaining(row -> {});
        });
        assertThat(failure(exchange).code()).startsWith("PG-0");
        Faults.nothingIsLeft(pg);
        assertThat(ids("pg:extract:item?parallel=3", null)).hasSize(ROWS);
    }

    @Test
    void aRowThatCannotBeComputedEndsAll() throws Exception {
        String uri = "pg:extract:item?parallel=3&outputType=%s&where=1 / (id - 29000) IS NOT NULL";
        for (String type : List.of("stream", "list")) {
            Exchange exchange = reading(uri.formatted(type), null, e -> rows(e).forEachRemaining(row -> {}));
            assertThat(failure(exchange).sqlState()).isEqualTo("22012");
            Faults.nothingIsLeft(pg);
        }
    }

    /** The one that fails late may be the last one at work: the connections of the others are somebody else's by then. */
    @Test
    void oneThatFailsTouchesNothingOfOthers() throws Exception {
        pg.sql("CREATE TABLE IF NOT EXISTS pair (id int)");
        String uri = "pg:extract:item?parallel=3&where=1 / (id - :n) IS NOT NULL";
        body(reading(uri, Map.of("n", -1), e -> {}));
        AtomicBoolean ended = new AtomicBoolean();
        List<Exchange> failed = new CopyOnWriteArrayList<>();
        AtomicInteger written = new AtomicInteger();
        Thread writer = new Thread(() -> {
            while (!ended.get()) {
                Exchange exchange = pg.send(
                        "pg:transaction?sql=INSERT INTO pair VALUES (1); SELECT pg_sleep(0.005); INSERT INTO pair VALUES (2)",
                        null);
                if (exchange.getException() == null) {
                    written.incrementAndGet();
                } else {
                    failed.add(exchange);
                }
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 25; i++) {
                Exchange exchange = reading(uri, Map.of("n", 29_000), e -> {});
                assertThat(failure(exchange).sqlState()).isEqualTo("22012");
            }
        } finally {
            ended.set(true);
            writer.join();
        }
        assertThat(failed)
                .extracting(exchange -> String.valueOf(exchange.getException()))
                .isEmpty();
        assertThat(written.get()).isPositive();
        assertThat(pg.scalar("SELECT count(*) FROM pair")).isEqualTo(String.valueOf(2 * written.get()));
    }

    @Test
    void aReaderWhoStops() throws Exception {
        for (int count : new int[] {1, 5_000, 25_000}) {
            Exchange exchange = reading("pg:extract:item?parallel=4&outputType=stream", null, e -> {
                Iterator<?> rows = rows(e);
                for (int i = 0; i < count; i++) {
                    rows.next();
                }
                e.getMessage().setBody("enough");
            });
            assertThat(body(exchange)).isEqualTo("enough");
            Faults.nothingIsLeft(pg);
        }
    }

    /** Whoever waits for the reader has not to be interrupted on the server, and its connection is good for the next one. */
    @Test
    void theConnectionsOfAReaderWhoStopsAreKept() throws Exception {
        assumeTrue(ranges);
        String waiting = "SELECT coalesce(string_agg(pid::text, ',' ORDER BY pid), '') FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'camel-pg' AND state = '%s'";
        List<String> pids = new ArrayList<>();
        Exchange exchange = reading("pg:extract:item?parallel=4&outputType=stream&batchBytes=20000", null, e -> {
            rows(e).next();
            Await.until(
                    "four connections wait for the reader",
                    () -> pg.scalar(waiting.formatted("idle in transaction")).split(",").length == CONNECTIONS);
            pids.add(pg.scalar(waiting.formatted("idle in transaction")));
            e.getMessage().setBody("enough");
        });
        assertThat(body(exchange)).isEqualTo("enough");
        Faults.nothingIsLeft(pg);
        assertThat(pg.scalar(waiting.formatted("idle"))).isEqualTo(pids.get(0));
    }

    /** The others are in the middle of a long call when the reader stops. */
    @Test
    void aReaderWhoStopsWhileOthersWaitForTheServer() throws Exception {
        pg.sql("CREATE OR REPLACE FUNCTION slow(i int) RETURNS boolean LANGUAGE plpgsql AS"
                + " 'BEGIN IF i > 3000 THEN PERFORM pg_sleep(3600); END IF; RETURN true; END'");
        Exchange exchange = reading("pg:extract:item?parallel=4&outputType=stream&where=slow(id)", null, e -> {
            rows(e).next();
            e.getMessage().setBody("enough");
        });
        assertThat(body(exchange)).isEqualTo("enough");
        Faults.nothingIsLeft(pg);
    }

    @Test
    void theDeadlineHoldsForEachFetch() throws Exception {
        pg.sql("CREATE OR REPLACE FUNCTION slow(i int) RETURNS boolean LANGUAGE plpgsql AS"
                + " 'BEGIN IF i > 3000 THEN PERFORM pg_sleep(3600); END IF; RETURN true; END'");
        for (String type : List.of("stream", "list")) {
            String uri = "pg:extract:item?parallel=4&timeout=1s&where=slow(id)&outputType=" + type;
            Exchange exchange = reading(uri, null, e -> rows(e).forEachRemaining(row -> {}));
            assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.TIMEOUT);
            Faults.nothingIsLeft(pg);
        }
    }

    @Test
    void aStreamThatNobodyReadsIsClosed() throws Exception {
        Exchange exchange = reading("pg:extract:item?parallel=4&outputType=stream&streamIdleTimeout=300ms", null, e -> {
            Iterator<?> rows = rows(e);
            rows.next();
            Faults.nothingIsLeft(pg);
            assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
                    .isInstanceOfSatisfying(
                            PgException.class, f -> assertThat(f.errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED));
            e.getMessage().setBody("closed");
        });
        assertThat(body(exchange)).isEqualTo("closed");
    }

    /** More reads than connections, each of which wants all of them. */
    @Test
    void nobodyWaitsForTheOthers() throws Exception {
        List<CompletableFuture<List<Integer>>> reads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String uri = "pg:extract:item?parallel=8&outputType=" + (i % 2 == 0 ? "stream" : "list");
            reads.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return ids(uri, null);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Faults::start));
        }
        for (CompletableFuture<List<Integer>> read : reads) {
            assertThat(read.join()).hasSize(ROWS).doesNotHaveDuplicates();
        }
        assertThat(Faults.sessions(pg)).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void inAScopeItSeesWhatTheScopeWrote() throws Exception {
        List<Integer> seen = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:parallel-scoped")
                        .transacted()
                        .to("pg:execute?sql=UPDATE item SET n = -1 WHERE id <= 20000")
                        .to("pg:extract:item?parallel=4&outputType=stream&where=n = -1")
                        .process(exchange -> rows(exchange).forEachRemaining(row -> seen.add(id(row))))
                        .throwException(new IllegalStateException("undone"));
            }
        });
        assertThat(pg.send("direct:parallel-scoped", null).getException()).hasMessage("undone");
        assertThat(seen).hasSize(20_000);
    }

    @Test
    void changedTablesAreReadAsTheyAre() throws Exception {
        pg.sql("CREATE TABLE changing AS SELECT i AS id, repeat('c', 900) AS filler FROM generate_series(1, 5000) i");
        String uri = "pg:extract:changing?parallel=4";
        assertThat(ids(uri, null)).hasSize(5000);
        pg.sql("ALTER TABLE changing ADD COLUMN more int DEFAULT 7");
        List<Map<?, ?>> rows = new ArrayList<>();
        body(reading(uri, null, e -> rows(e).forEachRemaining(row -> rows.add((Map<?, ?>) row))));
        assertThat(rows).hasSize(5000).allSatisfy(row -> assertThat(row.get("more"))
                .isEqualTo(7));
        pg.sql("DROP TABLE changing; CREATE TABLE changing AS SELECT 'x'::text AS id FROM generate_series(1, 200000)");
        assertThat((List<?>) body(pg.send(uri, null))).hasSize(200_000);
    }

    /** Read by the name of the family, only its own privileges and policies count; so that is how it is read then. */
    @Test
    void membersThatMayNotBeReadByTheirNameAreReadByThatOfTheFamily() throws Exception {
        pg.sql("CREATE ROLE parallel_reader LOGIN; GRANT SELECT ON parts TO parallel_reader;"
                + " GRANT SELECT ON parent, child TO parallel_reader;"
                + " ALTER TABLE parent ENABLE ROW LEVEL SECURITY; CREATE POLICY low ON parent USING (id <= 20000)");
        try (LogCapture log = new LogCapture();
                PgContext reader = PgContext.on(pg.database(), TestPostgres.port(), connection -> {
                    connection.setUsername("parallel_reader");
                    connection.setMaxConnections(CONNECTIONS);
                })) {
            assertThat((List<?>) body(reader.send("pg:extract:parts?parallel=4", null)))
                    .hasSize(ROWS);
            assertThat((List<?>) body(reader.send("pg:extract:parent?parallel=4", null)))
                    .hasSize(20_000);
            if (ranges) {
                assertThat(log.text())
                        .contains("may not be read by its own name")
                        .contains("public.parent has row security");
            }
        } finally {
            pg.sql(
                    "ALTER TABLE parent DISABLE ROW LEVEL SECURITY; DROP OWNED BY parallel_reader; DROP ROLE parallel_reader");
        }
    }

    @Test
    void whatOneConnectionReadsIsSaidOnce() throws Exception {
        try (LogCapture log = new LogCapture()) {
            String uri = "pg:extract:item_view?parallel=4&columns=id";
            assertThat(ids(uri, null)).hasSize(ROWS);
            assertThat((List<?>) body(pg.send(uri, null))).hasSize(ROWS);
            assertThat(log.text().split("is read by one connection: it is a view", -1))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg:extract:item?parallel=0",
                "pg:extract?parallel=2&sql=SELECT 1",
                "pg:extract:item?parallel=2&mode=incremental&cursor=id",
                "pg:query?parallel=2&sql=SELECT 1"
            })
    void whatCanNeverMeanAnything(String uri) {
        assertThatThrownBy(() -> pg.camel().getEndpoint(uri)).hasStackTraceContaining("PG-501");
    }
}
