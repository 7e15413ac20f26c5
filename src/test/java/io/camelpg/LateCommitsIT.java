package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Writers that commit in another order than they took their cursors, while a reader polls: every version that was the
 * newest of its key at the end arrives, and none twice. Next to it a reader that goes by the cursor alone, which must
 * lose some: otherwise this proves nothing.
 */
@Tag("core")
class LateCommitsIT {
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 150;
    private static final int KEYS = 200;

    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(4));
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    /** Each transaction takes its time of day, waits, writes a few rows, waits, and commits, prepares or rolls back. */
    private void write(int writer, boolean numbered, AtomicInteger prepared) {
        SplittableRandom random = new SplittableRandom(writer);
        try (Connection connection = TestPostgres.connect(pg.database());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                statement.execute("BEGIN");
                statement.execute("SELECT now()");
                pause(random, 4);
                int rows = random.nextInt(1, 4);
                for (int row = 0; row < rows; row++) {
                    boolean savepoint = random.nextInt(3) == 0;
                    if (savepoint) {
                        statement.execute("SAVEPOINT s");
                    }
                    // one writer's keys are his own, so that nobody waits for anybody
                    int id = writer * KEYS + random.nextInt(KEYS);
                    statement.execute(
                            numbered
                                    ? "INSERT INTO change (id, c) VALUES (" + id
                                            + ", nextval('number')) ON CONFLICT (id) DO"
                                            + " UPDATE SET v = change.v + 1, c = excluded.c"
                                    : "INSERT INTO change (id, c) VALUES (" + id + ", now()) ON CONFLICT (id) DO"
                                            + " UPDATE SET v = change.v + 1, c = excluded.c");
                    if (savepoint && random.nextInt(4) == 0) {
                        statement.execute("ROLLBACK TO SAVEPOINT s");
                    }
                    pause(random, 2);
                }
                pause(random, random.nextInt(20) == 0 ? 60 : 4);
                end(statement, random, prepared);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Statement statement, SplittableRandom random, AtomicInteger prepared) throws SQLException {
        int dice = random.nextInt(20);
        if (dice == 0) {
            statement.execute("ROLLBACK");
        } else if (dice == 1) {
            String name = "late" + prepared.incrementAndGet();
            statement.execute("PREPARE TRANSACTION '" + name + "'");
            pause(random, 20);
            statement.execute("COMMIT PREPARED '" + name + "'");
        } else {
            statement.execute("COMMIT");
        }
    }

    private static void pause(SplittableRandom random, int mostMillis) {
        LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(mostMillis)));
    }

    @ParameterizedTest
    @CsvSource({"timestamptz,false", "bigint,true"})
    void nothingIsLostAndNothingComesTwice(String type, boolean numbered) {
        pg.sql("CREATE SEQUENCE number; CREATE TABLE change (id int PRIMARY KEY, v int NOT NULL DEFAULT 0, c " + type
                + " NOT NULL); CREATE INDEX ON change (c)");
        String uri = "pg:extract:change?mode=incremental&cursor=c&outputType=list";
        Map<Integer, Integer> arrived = new HashMap<>();
        List<String> twice = new ArrayList<>();
        Map<Integer, Integer> naive = new ConcurrentHashMap<>();
        String[] last = {numbered ? "-1" : "-infinity"};
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        AtomicInteger prepared = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(CompletableFuture.runAsync(() -> write(writer, numbered, prepared), threads));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
                .whenComplete((done, e) -> writing.set(false));
        int polls = 0;
        try {
            while (writing.get()) {
                polls++;
                poll(uri, arrived, twice);
                naivePoll(type, last, naive);
            }
            all.join();
        } finally {
            threads.shutdown();
        }
        for (int i = 0; i < 5; i++) {
            poll(uri, arrived, twice);
            naivePoll(type, last, naive);
        }
        Map<Integer, Integer> stored = new HashMap<>();
        for (Object row : rows(pg.send("pg:extract:change", null))) {
            stored.put((Integer) ((Map<?, ?>) row).get("id"), (Integer) ((Map<?, ?>) row).get("v"));
        }
        assertThat(polls).isGreaterThan(20);
        assertThat(twice).isEmpty();
        assertThat(arrived).isEqualTo(stored);
        assertThat(pg.scalar("SELECT position->'floor' IS NOT NULL FROM camel_pg_cursor"))
                .isEqualTo("t");
        assertThat(naive).as("a reader that goes by the cursor alone").isNotEqualTo(stored);
    }

    private static List<?> rows(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(List.class);
    }

    private void poll(String uri, Map<Integer, Integer> arrived, List<String> twice) {
        for (Object row : rows(pg.send(uri, null))) {
            Integer id = (Integer) ((Map<?, ?>) row).get("id");
            Integer version = (Integer) ((Map<?, ?>) row).get("v");
            Integer before = arrived.put(id, version);
            if (before != null && before >= version) {
                twice.add(id + ": " + version + " after " + before);
            }
        }
    }

    /** As most connectors do it: what is greater than the greatest so far. */
    private void naivePoll(String type, String[] last, Map<Integer, Integer> arrived) {
        Exchange exchange = pg.send(
                "pg:query?sql=SELECT id, v, c::text AS at FROM change WHERE c > CAST(:last AS " + type + ") ORDER BY c",
                Map.of("last", last[0]));
        for (Object row : rows(exchange)) {
            arrived.put((Integer) ((Map<?, ?>) row).get("id"), (Integer) ((Map<?, ?>) row).get("v"));
            last[0] = (String) ((Map<?, ?>) row).get("at");
        }
    }

    /** The reader is stopped and started with every poll, and half of its exchanges fail: still nothing is lost. */
    @Test
    void exchangesThatFailAreRepeatedAndNothingIsLost() {
        pg.sql("CREATE TABLE change (id int PRIMARY KEY, v int NOT NULL DEFAULT 0, c timestamptz NOT NULL);"
                + " CREATE INDEX ON change (c)");
        SplittableRandom random = new SplittableRandom(7);
        Map<Integer, Integer> arrived = new HashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        AtomicInteger prepared = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(CompletableFuture.runAsync(() -> write(writer, false, prepared), threads));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
                .whenComplete((done, e) -> writing.set(false));
        try {
            addFailingRoute(random, arrived);
            while (writing.get()) {
                pg.send("direct:sometimes", null);
            }
            all.join();
        } finally {
            threads.shutdown();
        }
        for (int i = 0; i < 20; i++) {
            pg.send("direct:sometimes", null);
        }
        Map<Integer, Integer> stored = new HashMap<>();
        for (Object row : rows(pg.send("pg:extract:change", null))) {
            stored.put((Integer) ((Map<?, ?>) row).get("id"), (Integer) ((Map<?, ?>) row).get("v"));
        }
        assertThat(arrived).isEqualTo(stored);
    }

    private void addFailingRoute(SplittableRandom random, Map<Integer, Integer> arrived) {
        try {
            pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:sometimes")
                            .to("pg:extract:change?mode=incremental&cursor=c")
                            .process(exchange -> {
                                if (random.nextBoolean()) {
                                    throw new IllegalStateException("downstream");
                                }
                                for (Object row : exchange.getMessage().getBody(List.class)) {
                                    arrived.put((Integer) ((Map<?, ?>) row).get("id"), (Integer)
                                            ((Map<?, ?>) row).get("v"));
                                }
                            });
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
