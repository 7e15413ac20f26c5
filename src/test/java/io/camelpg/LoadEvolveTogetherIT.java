package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several loads that change one table at once: none fails another, and nothing is made twice. */
@Tag("core")
class LoadEvolveTogetherIT {
    private static final int LOADERS = 8;
    private static PgContext pg;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(LOADERS + 2));
        threads = Executors.newFixedThreadPool(LOADERS);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        pg.close();
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    /** All at once; their failures are the test's. */
    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(work.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> one : work) {
            running.add(threads.submit(() -> {
                start.await();
                return one.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }

    private static List<Map<String, Object>> load(String uri, Object body) {
        Exchange exchange = pg.send("pg:load:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        @SuppressWarnings("unchecked") // as the reference says
        List<Map<String, Object>> changes = exchange.getMessage().getHeader(PgConstants.SCHEMA_CHANGES, List.class);
        return changes.stream()
                .filter(change -> !change.get("change").equals("column-absent"))
                .toList();
    }

    private static Map<String, Object> row(int loader, int message) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", loader * 100_000 + message);
        row.put("everybody", message % 2 == 0 ? (Object) message : (Object) (message + 0.5));
        row.put("round " + message, "x");
        row.put("own_" + loader, loader);
        return row;
    }

    @Test
    void eightLoadersMakeOneTable() throws Exception {
        for (String table : List.of("one", "fresh.one", "\"Odd one\"")) {
            List<Callable<List<Map<String, Object>>>> work = new ArrayList<>();
            for (int loader = 0; loader < LOADERS; loader++) {
                int number = loader;
                work.add(() -> {
                    List<Map<String, Object>> changes = new ArrayList<>();
                    for (int message = 0; message < 10; message++) {
                        changes.addAll(load(table + "?schemaContract=evolve", row(number, message)));
                    }
                    return changes;
                });
            }
            List<Map<String, Object>> changes =
                    together(work).stream().flatMap(List::stream).toList();
            assertThat(pg.scalar(
                            "SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || sum(everybody)::int FROM " + table))
                    .isEqualTo("80 80 380");
            assertThat(changes.stream()
                            .filter(change -> change.get("change").equals("column-added"))
                            .map(change -> change.get("column")))
                    .as("each column was made once")
                    .doesNotHaveDuplicates()
                    .hasSize(2 + 10 + LOADERS);
            assertThat(changes.stream().filter(change -> change.get("change").equals("table-created")))
                    .hasSize(1);
        }
    }

    /** Large ones hold locks of their own while they go on, and need another column in the midst of it. */
    @Test
    void largeLoadsWaitForEachOther() throws Exception {
        pg.sql("CREATE TABLE large (id int)");
        List<Callable<List<Map<String, Object>>>> work = new ArrayList<>();
        for (int loader = 0; loader < LOADERS; loader++) {
            int number = loader;
            int size = loader < 3 ? 60_000 : 1;
            work.add(() -> {
                List<Map<String, Object>> rows = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    rows.add(i == size - 1 ? Map.of("id", i, "last_" + number, i) : Map.of("id", i));
                }
                return load("large?schemaContract=evolve", rows);
            });
        }
        together(work);
        assertThat(pg.scalar("SELECT count(*) FROM large")).isEqualTo("180005");
        assertThat(pg.scalar("SELECT count(*) FROM pg_attribute WHERE attrelid = 'large'::regclass AND attnum > 0"))
                .isEqualTo(String.valueOf(1 + LOADERS));
    }

    /** Somebody who makes tables and columns of the same names and knows of no lock. */
    @Test
    void othersWhoDoNotAsk() throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int loader = 0; loader < 4; loader++) {
            int number = loader;
            work.add(() -> {
                for (int table = 0; table < 30; table++) {
                    load("race_" + table + "?schemaContract=evolve", Map.of("id", number, "n", 1));
                }
                return 0;
            });
        }
        work.add(() -> {
            try (Connection connection = TestPostgres.connect(pg.database());
                    Statement statement = connection.createStatement()) {
                for (int table = 0; table < 30; table++) {
                    try {
                        statement.execute("CREATE TABLE IF NOT EXISTS race_" + table + " (id int)");
                        statement.execute("ALTER TABLE race_" + table + " ADD COLUMN IF NOT EXISTS n int");
                    } catch (java.sql.SQLException e) {
                        // it is this one who loses then
                    }
                }
            }
            return 0;
        });
        together(work);
        for (int table = 0; table < 30; table++) {
            assertThat(pg.scalar("SELECT count(*) || ' ' || sum(n) FROM race_" + table))
                    .isEqualTo("4 4");
        }
    }

    @Test
    void inAScopeItIsTheScopes() {
        pg.sql("CREATE TABLE other (id int PRIMARY KEY)");
        try {
            pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:scope")
                            .transacted()
                            .to("pg:load:scoped?schemaContract=evolve")
                            .to("pg:load:scoped?schemaContract=evolve")
                            .choice()
                            .when(simple("${header.fail}"))
                            .throwException(new IllegalStateException("enough"))
                            .end();
                }
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(pg.send("direct:scope", Map.of("id", 1), Map.of("fail", true))
                        .getException())
                .hasMessage("enough");
        assertThat(pg.scalar("SELECT to_regclass('scoped') IS NULL")).isEqualTo("t");
        assertThat(pg.send("direct:scope", Map.of("id", 1, "more", "x"), Map.of("fail", false))
                        .getException())
                .isNull();
        assertThat(pg.scalar("SELECT count(more) FROM scoped")).isEqualTo("2");
    }
}
