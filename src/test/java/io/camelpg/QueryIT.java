package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("core")
class QueryIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name varchar(20) NOT NULL, price numeric(10,2), note text);"
                + " INSERT INTO item VALUES (1, 'one', 1.50, NULL), (2, 'two', 2.00, 'x'), (3, 'three', NULL, 'y')");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static Exchange query(String options, Object body) {
        Exchange exchange = pg.send("pg:query?" + options, body);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static Object body(String options, Object body) {
        return query(options, body).getMessage().getBody();
    }

    @Test
    void rowsAreMapsInColumnOrder() {
        Object rows = body("sql=SELECT note, id, price FROM item WHERE id = :id", Map.of("id", 2));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("note", "x");
        expected.put("id", 2);
        expected.put("price", new BigDecimal("2.00"));
        assertThat(rows).isEqualTo(List.of(expected));
        assertThat(((List<?>) rows).get(0)).asString().isEqualTo("{note=x, id=2, price=2.00}");
    }

    @Test
    void columnsAreDescribed() {
        Exchange exchange = query("sql=SELECT id, name, price, 1 AS one FROM item", null);
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo(3L);
        assertThat(exchange.getMessage().getHeader(PgConstants.COLUMNS))
                .isEqualTo(List.of(
                        column("id", "integer", false, null, null, null),
                        column("name", "character varying", false, 20, null, null),
                        column("price", "numeric", true, null, 10, 2),
                        column("one", "integer", true, null, null, null)));
    }

    private static Map<String, Object> column(
            String name, String type, boolean nullable, Integer length, Integer precision, Integer scale) {
        Map<String, Object> column = new HashMap<>();
        column.put("name", name);
        column.put("type", type);
        column.put("nullable", nullable);
        column.put("length", length);
        column.put("precision", precision);
        column.put("scale", scale);
        column.put("issue", null);
        return column;
    }

    @Test
    void oneIsAMapOrNull() {
        assertThat(body("outputType=one&sql=SELECT id FROM item WHERE id = $1", List.of(3)))
                .isEqualTo(Map.of("id", 3));
        assertThat(body("outputType=one&sql=SELECT id FROM item WHERE id = $1", List.of(4)))
                .isNull();
    }

    @Test
    void scalarIsAValue() {
        assertThat(body("outputType=scalar&sql=SELECT count(*) FROM item", null))
                .isEqualTo(3L);
        assertThat(body("outputType=scalar&sql=SELECT id FROM item WHERE id = 9", null))
                .isNull();
    }

    @Test
    void streamIsAnIteratorThatClosesItself() {
        for (int i = 0; i < 3; i++) {
            Iterator<?> rows = (Iterator<?>) body("outputType=stream&sql=SELECT id FROM item ORDER BY id", null);
            assertThat(rows).toIterable().asString().isEqualTo("[{id=1}, {id=2}, {id=3}]");
        }
        assertThat(pg.component().connections().get(null).database().pool().active())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3}) // the first time through a cursor, then without, in text and in binary format
    void textFormatsAreInputStreams(int time) {
        assertThat(text("json"))
                .isEqualTo("[{\"id\":1,\"price\":1.50,\"note\":null},{\"id\":2,\"price\":2.00,\"note\":\"x\"}]");
        assertThat(text("ndjson"))
                .isEqualTo("{\"id\":1,\"price\":1.50,\"note\":null}\n{\"id\":2,\"price\":2.00,\"note\":\"x\"}\n");
        assertThat(text("csv")).isEqualTo("id,price,note\r\n1,1.50,\r\n2,2.00,x\r\n");
    }

    private static String text(String outputType) {
        return query(
                        "outputType=" + outputType + "&sql=SELECT id, price, note FROM item WHERE id < 3 ORDER BY id",
                        null)
                .getMessage()
                .getBody(String.class);
    }

    @Test
    void aParameterThatMayBeNullNeedsNoCast() {
        String options = "sql=SELECT id FROM item WHERE :id IS NULL OR id >= :id ORDER BY id";
        assertThat(body(options, Map.of("id", 3))).isEqualTo(List.of(Map.of("id", 3)));
        Map<String, Object> none = new HashMap<>();
        none.put("id", null);
        assertThat((List<?>) body(options, none)).hasSize(3);
    }

    @Test
    void aCollectionOfAnySizeGoesIntoIn() {
        String in = "sql=SELECT id FROM item WHERE id IN (:in:ids) ORDER BY id";
        String notIn = "sql=SELECT id FROM item WHERE id NOT IN (:in:ids) ORDER BY id";
        assertThat(body(in, Map.of("ids", List.of(1, 3)))).asString().isEqualTo("[{id=1}, {id=3}]");
        assertThat(body(in, Map.of("ids", new int[] {2}))).asString().isEqualTo("[{id=2}]");
        assertThat(body(in, Map.of("ids", List.of()))).asString().isEqualTo("[]");
        assertThat((List<?>) body(notIn, Map.of("ids", List.of()))).hasSize(3);
        assertThat(body(notIn, Map.of("ids", Arrays.asList(1, 2)))).asString().isEqualTo("[{id=3}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "ndjson", "csv", "arrow"})
    void aStreamReadTooLateIsNoShortResult(String outputType) {
        String rows = "&sql=SELECT i, repeat('x', 1000) AS x FROM generate_series(1, 20000) AS i";
        Object body = body("outputType=" + outputType + rows, null);
        assertThatThrownBy(((InputStream) body)::readAllBytes)
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.STREAM_CLOSED));
    }

    @Test
    void anIteratorReadTooLateIsNoShortResult() {
        Iterator<?> rows = (Iterator<?>) body(
                "outputType=stream&sql=SELECT i, repeat('x', 1000) AS x FROM generate_series(1, 20000) AS i", null);
        assertThatThrownBy(rows::hasNext).isInstanceOf(PgException.class).hasMessageStartingWith("PG-311");
    }
}
