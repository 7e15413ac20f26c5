package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("core")
class ExecuteBatchIT {
    private static final String INSERT = "batch=true&sql=INSERT INTO item VALUES ($1, $2)";
    private static PgContext pg;

    record Item(int id, String name) {}

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE item");
    }

    private static Exchange execute(String options, Object body) {
        Exchange exchange = pg.send("pg:execute?" + options, body);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static PgException refused(String options, Object body) {
        Exchange exchange = pg.send("pg:execute?" + options, body);
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        assertThat(pg.component().connections().get(null).database().pool().active())
                .isZero();
        return (PgException) exchange.getException();
    }

    private static String items() {
        return pg.scalar("SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM item");
    }

    private static List<List<Object>> rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Arrays.<Object>asList(i, i % 3 == 0 ? null : "n" + i))
                .toList();
    }

    @Test
    void everyKindOfElementAndContainer() {
        String named = "batch=true&sql=INSERT INTO item VALUES (:id, :name)";
        List<Object> bodies = List.of(
                List.of(new Item(1, "a"), Map.of("id", 2, "name", "b"), "{\"id\":3,\"name\":null}"),
                new Object[] {new Item(4, null)},
                Set.of(new Item(5, "e")),
                List.of(new Item(6, "f")).iterator(),
                (Iterable<Item>) () -> List.of(new Item(7, "g")).iterator());
        for (Object body : bodies) {
            execute(named, body);
        }
        assertThat(items()).isEqualTo("7 28");
        execute(INSERT, new Object[][] {{8, "h"}, {9, null}});
        execute(INSERT, List.of(List.of(10, "j")));
        assertThat(items()).isEqualTo("10 55");
        assertThat(pg.scalar("SELECT string_agg(id::text, ',' ORDER BY id) FROM item WHERE name IS NULL"))
                .isEqualTo("3,4,9");
    }

    @Test
    void anExpressionSeesTheElementAsItsBody() {
        execute(
                "batch=true&sql=INSERT INTO item VALUES (:{body[id]}, :{body[name]})",
                List.of(Map.of("id", 1, "name", "a"), Map.of("id", 2, "name", "b")));
        assertThat(items()).isEqualTo("2 3");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "2,1", "999,1000", "1000,1000", "1001,1000", "2000,1000", "10,3", "9,3", "5000,100000"})
    void everyBatchSizeKeepsEveryRow(int count, int batchSize) {
        Exchange exchange = execute(INSERT + "&batchSize=" + batchSize, rows(count));
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo((long) count);
        assertThat(items()).isEqualTo(count + " " + (long) count * (count + 1) / 2);
    }

    @ParameterizedTest
    @CsvSource({"2500,1000", "2500,1", "1,1000", "5000,1000", "5000,5000", "1000,1000", "1001,1000", "2500,7"})
    void oneBadElementUndoesAll(int bad, int batchSize) {
        List<List<Object>> rows = new ArrayList<>(rows(5000));
        rows.set(bad - 1, List.of(bad == 1 ? 2 : 1, "canary-" + bad));
        PgException failure = refused(INSERT + "&batchSize=" + batchSize, rows);
        assertThat(failure.code()).isEqualTo("PG-405");
        assertThat(failure).hasMessageContaining("element " + (bad == 1 ? 2 : bad) + " of the batch");
        assertThat(failure).hasMessageNotContaining("canary");
        assertThat(failure.sqlState()).isEqualTo("23505");
        assertThat(items()).isEqualTo("0 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1001, 2500, 5000})
    void anElementThatCannotBeBoundUndoesAll(int bad) {
        for (Object wrong : Arrays.asList(
                List.of("canary", "x"),
                List.of(Map.of("canary", 1), "x"),
                List.of(1L << 40, "x"),
                List.of(1),
                "canary",
                null,
                List.of(1, "canary\u0000"))) {
            List<Object> rows = new ArrayList<>(rows(5000));
            rows.set(bad - 1, wrong);
            PgException failure = refused(INSERT, rows);
            assertThat(failure).hasMessageContaining("element " + bad + " of the batch");
            assertThat(failure.toString()).doesNotContain("canary");
            assertThat(items()).isEqualTo("0 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1000,1", "500,1000,1", "1,7,1", "500,7,1", "500,1,1", "1,7,1000", "500,1000,1000"})
    void aTriggerThatRefusesAtTheCommitShowsNoValue(int bad, int batchSize, int width) {
        for (String sqlState : List.of("P0001", "23514", "22000")) {
            pg.sql("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.name LIKE"
                    + " ''canary%'' THEN RAISE EXCEPTION ''no: %'', NEW.name USING ERRCODE = ''" + sqlState
                    + "'', HINT = NEW.name; END IF; RETURN NULL; END';"
                    + " CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED"
                    + " FOR EACH ROW EXECUTE FUNCTION refuse()");
            try {
                List<List<Object>> rows = new ArrayList<>(rows(500));
                rows.replaceAll(row -> List.of(row.get(0), "x".repeat(width)));
                rows.set(bad - 1, List.of(bad, "canary-" + bad));
                List<PgException> failures = List.of(
                        refused(INSERT + "&batchSize=" + batchSize, rows),
                        refused("expectedUpdateCount=1&sql=INSERT INTO item VALUES ($1, $2)", rows.get(bad - 1)),
                        refused("sql=INSERT INTO item VALUES ($1, $2)", rows.get(bad - 1)));
                for (PgException failure : failures) {
                    StringWriter trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).contains("not shown").doesNotContain("canary");
                    assertThat(failure.sqlState()).isEqualTo(sqlState);
                }
                assertThat(items()).isEqualTo("0 0");
            } finally {
                pg.sql("DROP TRIGGER refuse ON item");
            }
        }
    }

    @Test
    void anIteratorThatFailsUndoesAll() {
        Iterator<List<Object>> broken = IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> {
                    if (i > 2500) {
                        throw new IllegalStateException("the source broke");
                    }
                    return List.<Object>of(i, "x");
                })
                .iterator();
        assertThat(pg.send("pg:execute?" + INSERT, broken).getException()).hasMessage("the source broke");
        assertThat(items()).isEqualTo("0 0");
        assertThat(pg.component().connections().get(null).database().pool().active())
                .isZero();
    }

    @Test
    void aHundredThousandElementsOfAnIterator() {
        Exchange exchange = execute(
                INSERT,
                IntStream.rangeClosed(1, 100_000)
                        .mapToObj(i -> List.<Object>of(i, "n"))
                        .iterator());
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(100_000L);
        assertThat(items()).isEqualTo("100000 5000050000");
    }

    @Test
    void wideElementsDoNotBlockTheConnection() {
        String wide = "x".repeat(20_000);
        Exchange exchange = execute(
                INSERT.replace("$2)", "$2) RETURNING id, name") + "&batchSize=2000",
                IntStream.rangeClosed(1, 2000)
                        .mapToObj(i -> List.<Object>of(i, wide))
                        .iterator());
        assertThat((List<?>) exchange.getMessage().getBody()).hasSize(2000);
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(2000L);
    }

    @Test
    void rowsOfReturningComeInTheElementsOrder() {
        Exchange exchange = execute(INSERT + " RETURNING id&batchSize=4&outputType=json", rows(10));
        assertThat(exchange.getMessage().getBody(String.class))
                .isEqualTo("[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5},{\"id\":6},{\"id\":7},{\"id\":8},"
                        + "{\"id\":9},{\"id\":10}]");
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo(10L);
    }

    @Test
    void anElementMayChangeNoneOrManyRows() {
        execute(INSERT, rows(10));
        Exchange exchange = execute(
                "batch=true&sql=DELETE FROM item WHERE id BETWEEN $1 AND $2 RETURNING id",
                List.of(List.of(1, 3), List.of(90, 95), List.of(5, 5)));
        assertThat(exchange.getMessage().getBody()).asString().isEqualTo("[{id=1}, {id=2}, {id=3}, {id=5}]");
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(4L);
    }

    @Test
    void expectedUpdateCountIsOfTheWholeBatch() {
        assertThat(refused(INSERT + "&expectedUpdateCount=9", rows(10)).code()).isEqualTo("PG-310");
        assertThat(items()).isEqualTo("0 0");
        execute(INSERT + "&expectedUpdateCount=10&batchSize=3", rows(10));
        assertThat(items()).isEqualTo("10 55");
        assertThat(refused(INSERT + "&expectedUpdateCount=1", List.of()).code()).isEqualTo("PG-310");
    }

    @Test
    void anEmptyBatchChangesNothing() {
        for (Object empty : List.of(List.of(), new Object[0], List.of().iterator())) {
            Exchange exchange = execute(INSERT, empty);
            assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT))
                    .isEqualTo(0L);
        }
    }

    @Test
    void aBodyWithoutElementsIsRefused() {
        for (Object wrong : Arrays.asList(null, "text", Map.of("id", 1), new byte[] {1, 2}, 42)) {
            PgException failure = refused(INSERT, wrong);
            assertThat(failure.code()).isEqualTo("PG-106");
        }
    }

    @Test
    void maintenanceIsNoBatch() {
        PgException failure = (PgException) pg.send(
                        "pg:execute?batch=true&allowDynamicSql=true",
                        List.of(List.of()),
                        Map.of(PgConstants.SQL, "VACUUM item"))
                .getException();
        assertThat(failure.code()).isEqualTo("PG-205");
    }
}
