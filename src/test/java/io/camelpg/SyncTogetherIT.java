package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads of one table at the same time, readers meanwhile, many rows, scopes, and users with few privileges. */
@Tag("core")
class SyncTogetherIT {
    private PgContext pg;
    private ExecutorService threads;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(8));
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        Faults.nothingIsLeft(pg);
        pg.close();
    }

    private static Iterator<Map<String, Object>> rows(int count, int load) {
        return IntStream.range(0, count)
                .mapToObj(id -> Map.<String, Object>of("id", id, "load", load))
                .iterator();
    }

    private static void succeeded(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode=overwrite", "mode=dedup", "mode=overwrite&generation=${header.run}&complete=true"})
    void areNeverMixed(String options) throws Exception {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, load int)");
        CountDownLatch together = new CountDownLatch(6);
        List<Future<Exchange>> loads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int load = i;
            loads.add(threads.submit(() -> {
                together.countDown();
                together.await();
                return pg.send("pg:load:item?" + options, rows(2_000, load), Map.of("run", load + 1));
            }));
        }
        int refused = 0;
        for (Future<Exchange> load : loads) {
            Exchange exchange = load.get();
            if (exchange.getException() != null) {
                // one that began later with a lower number
                assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.GENERATION_OUTDATED);
                refused++;
            }
        }
        assertThat(refused).isLessThan(6);
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT load) FROM item"))
                .isEqualTo("2000 1");
    }

    @Test
    void readersSeeAllOldOrAllNew() throws Exception {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, load int)");
        succeeded(pg.send("pg:load:item?mode=overwrite", rows(3_000, 0)));
        CountDownLatch read = new CountDownLatch(1);
        Future<List<String>> reader = threads.submit((Callable<List<String>>) () -> {
            List<String> seen = new ArrayList<>();
            while (seen.isEmpty() || !seen.get(seen.size() - 1).endsWith(" 5")) {
                seen.add(pg.scalar(
                        "SELECT count(*) || ' ' || count(DISTINCT load) || ' ' || COALESCE(max(load), -1) FROM item"));
                read.countDown();
            }
            return seen;
        });
        read.await();
        for (int load = 1; load <= 5; load++) {
            succeeded(pg.send("pg:load:item?mode=overwrite", rows(3_000, load)));
        }
        assertThat(reader.get()).allMatch(seen -> seen.startsWith("3000 1 "));
    }

    @Test
    void aSnapshotTakenBeforeStillSeesTheOldRows() throws SQLException {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, load int); INSERT INTO item VALUES (1, 0)");
        try (Connection before = TestPostgres.connect(pg.database());
                Statement statement = before.createStatement()) {
            before.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("SELECT FROM pg_class LIMIT 1");
            succeeded(pg.send("pg:load:item?mode=overwrite", rows(10, 1)));
            try (var count = statement.executeQuery("SELECT count(*) FROM item WHERE load = 0")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void whoWaitsTooLongIsToldForWhat() throws SQLException {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, load int)");
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 1)");
            Exchange refused = pg.send("pg:load:item?mode=overwrite&timeout=300ms", rows(1, 1));
            assertThat(failure(refused).errorCode()).isEqualTo(PgErrorCode.LOCK_NOT_AVAILABLE);
            assertThat(failure(refused).detail()).contains("another writer", "300 ms");
        }
    }

    /** More than one part of the rows, whose later ones have other fields and wider values. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=overwrite",
                "mode=dedup",
                "mode=dedup&cursor=id",
                "mode=incremental-append",
                "mode=overwrite&raw=true&generation=1&complete=true"
            })
    void followTheirRowsWithinACall(String options) {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name varchar(3))");
        Iterator<Map<String, Object>> rows = Stream.concat(
                        IntStream.range(0, 60_000).mapToObj(id -> Map.<String, Object>of("id", id, "name", "abc")),
                        Stream.of(Map.<String, Object>of("id", 3_000_000_000L, "name", "longer", "more", List.of(1))))
                .iterator();
        Exchange exchange = pg.send("pg:load:item?schemaContract=evolve&" + options, rows);
        succeeded(exchange);
        assertThat(exchange.getMessage().getHeader("CamelPgInsertedCount")).isEqualTo(60_001L);
        assertThat(exchange.getMessage().getHeader("CamelPgSchemaChanges", List.class))
                .isNotEmpty();
        assertThat(pg.scalar(
                        "SELECT count(*) || ' ' || max(id) || ' ' || max(name) || ' ' || max(more::text) FROM item"))
                .isEqualTo("60001 3000000000 longer [1]");
    }

    @Test
    void manyBadValuesAreNulledAtOnce() {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, n int, at timestamptz, _camel_meta jsonb)");
        Iterator<Map<String, Object>> rows = IntStream.range(0, 60_000)
                .mapToObj(id -> Map.<String, Object>of(
                        "id", id, "n", id % 3 == 0 ? "none" : "5", "at", id % 5 == 0 ? "soon" : "2026-01-01"))
                .iterator();
        succeeded(pg.send("pg:load:item?mode=overwrite&schemaContract=freeze", rows));
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(n) || ' ' || count(at) || ' '"
                        + " || count(*) FILTER (WHERE jsonb_array_length(_camel_meta->'changes') = 2) FROM item"))
                .isEqualTo("60000 40000 48000 4000");
    }

    @Test
    void arePartOfAScope() throws Exception {
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, load int); INSERT INTO item VALUES (9, 0)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:load:item?mode=overwrite")
                        .setBody(constant("{\"id\":2,\"load\":2}\n{\"id\":1,\"load\":2}"))
                        .to("pg:load:item?mode=dedup&raw=true")
                        .setBody(constant("{\"id\":3,\"load\":3}"))
                        .to("pg:load:item?mode=dedup")
                        .to("pg:query?outputType=scalar&sql=SELECT count(*) FROM item")
                        .choice()
                        .when(header("fail"))
                        .throwException(new IllegalStateException("as the test wants it"));
            }
        });
        Exchange failed = pg.send("direct:scope", "{\"id\":1,\"load\":1}", Map.of("fail", true));
        assertThat(failed.getException()).isNotNull();
        assertThat(pg.scalar("SELECT string_agg(id || ':' || load, ' ' ORDER BY id) FROM item"))
                .isEqualTo("9:0");
        Exchange done = pg.send("direct:scope", "{\"id\":1,\"load\":1}");
        succeeded(done);
        assertThat(done.getMessage().getBody()).isEqualTo(3L);
        assertThat(pg.scalar("SELECT string_agg(id || ':' || load, ' ' ORDER BY id) FROM item"))
                .isEqualTo("1:2 2:2 3:3");
    }

    @Test
    void whatTheUserMayNotDoIsSaid() {
        pg.sql("CREATE ROLE loader_" + pg.database() + " LOGIN; CREATE TABLE item (id int PRIMARY KEY, load int);"
                + " GRANT SELECT, INSERT ON item TO loader_" + pg.database());
        try (PgContext poor =
                PgContext.on(pg.database(), TestPostgres.port(), c -> c.setUsername("loader_" + pg.database()))) {
            Exchange locked = poor.send("pg:load:item?mode=dedup", rows(1, 1));
            assertThat(failure(locked).errorCode()).isEqualTo(PgErrorCode.PERMISSION_DENIED);
            assertThat(failure(locked).hint()).contains("GRANT SELECT, INSERT, UPDATE, DELETE");
            pg.sql("GRANT UPDATE, DELETE ON item TO loader_" + pg.database());
            Exchange schema = poor.send("pg:load:item?mode=dedup&raw=true", rows(1, 1));
            assertThat(failure(schema).errorCode()).isEqualTo(PgErrorCode.PERMISSION_DENIED);
            assertThat(failure(schema).hint()).contains("CREATE SCHEMA \"camel_internal\"", "GRANT USAGE, CREATE");
            pg.sql("CREATE SCHEMA camel_internal; GRANT USAGE, CREATE ON SCHEMA camel_internal TO loader_"
                    + pg.database());
            succeeded(poor.send("pg:load:item?mode=dedup&raw=true", rows(5, 1)));
            pg.sql("REVOKE TEMPORARY ON DATABASE " + pg.database() + " FROM PUBLIC");
            Exchange temporary = poor.send("pg:load:item?mode=dedup&columns=id", rows(1, 1));
            assertThat(failure(temporary).errorCode())
                    .isIn(PgErrorCode.PERMISSION_DENIED, PgErrorCode.UNDEFINED_COLUMN);
        }
        pg.sql("DROP OWNED BY loader_" + pg.database() + "; DROP ROLE loader_" + pg.database());
    }
}
