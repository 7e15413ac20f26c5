package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.ArrowTable;
import io.camelpg.support.PgContext;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** outputType=arrow through routes; what a stream does that is not read to its end is for StreamIT. */
@Tag("core")
class ArrowIT {
    private static final AtomicInteger ROUTES = new AtomicInteger();
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN price AS numeric(10,2);"
                + " CREATE TYPE size AS (width int, height numeric(5,1), tags text[]);"
                + " CREATE TABLE item (id bigint NOT NULL, note text, cost price, mood mood, size size, days date[],"
                + " span int4range, at timestamptz, doc jsonb);"
                + " INSERT INTO item SELECT i, 'note ' || i, i / 4.0, 'ok'::mood, ROW(i, 1.5, ARRAY['a', NULL])::size,"
                + " ARRAY['2026-01-01'::date], int4range(i, i + 5), '2026-01-01 00:00:00+00'::timestamptz"
                + " + i * interval '1 min', jsonb_build_object('i', i) FROM generate_series(1, 5000) i");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    /** What is there of an exchange once its body has been read. */
    private record Answer(ArrowTable table, Exchange exchange) {}

    private static Exchange send(String uri, Object body, AtomicReference<ArrowTable> read) throws Exception {
        String from = "direct:arrow" + ROUTES.incrementAndGet();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(uri).process(exchange -> {
                    assertThat(exchange.getMessage().getBody()).isInstanceOf(StreamCache.class);
                    read.set(ArrowTable.of(exchange.getMessage().getBody(InputStream.class)));
                });
            }
        });
        return pg.send(from, body);
    }

    private static Answer answer(String uri, Object body) throws Exception {
        AtomicReference<ArrowTable> read = new AtomicReference<>();
        Exchange exchange = send(uri, body, read);
        body(exchange);
        return new Answer(read.get(), exchange);
    }

    private static ArrowTable table(String uri) throws Exception {
        return answer(uri, null).table();
    }

    @Test
    void aTableAsItIs() throws Exception {
        Answer answer = answer("pg:extract:item?outputType=arrow", null);
        ArrowTable table = answer.table();
        assertThat(table.schema().getFields().stream()
                        .map(field -> field.getName() + " " + field.getType() + " "
                                + field.getMetadata().get("postgresql.type"))
                        .toList())
                .containsExactly(
                        "id Int(64, true) bigint",
                        "note Utf8 text",
                        "cost Utf8 numeric",
                        "mood Utf8 mood",
                        "size Utf8 size",
                        "days Utf8 date[]",
                        "span Utf8 int4range",
                        "at Timestamp(MICROSECOND, UTC) timestamp with time zone",
                        "doc Utf8 jsonb");
        assertThat(table.field("id").isNullable()).isFalse();
        assertThat(table.field("note").isNullable()).isTrue();
        assertThat(table.rows()).hasSize(5000);
        assertThat(table.rows().get(7).toString())
                .isEqualTo("[8, note 8, 2.00, ok, {\"width\":8,\"height\":1.5,\"tags\":[\"a\",null]}, [\"2026-01-01\"],"
                        + " [8,13), 2026-01-01T00:08Z, {\"i\": 8}]");
        Map<String, Object> headers = answer.exchange().getMessage().getHeaders();
        assertThat((List<?>) headers.get(PgConstants.COLUMNS)).hasSize(9);
    }

    @Test
    void overSeveralConnections() throws Exception {
        ArrowTable table = table("pg:extract:item?outputType=arrow&arrowTypes=rich&parallel=2&columns=id,cost,days");
        assertThat(table.rows().stream().map(row -> row.get(0)).distinct()).hasSize(5000);
        assertThat(table.rows()).hasSize(5000).allSatisfy(row -> assertThat(row.get(2))
                .isEqualTo(List.of(java.time.LocalDate.of(2026, 1, 1))));
    }

    @Test
    void richTypes() throws Exception {
        ArrowTable table = table("pg:extract:item?outputType=arrow&arrowTypes=rich&where=id <= 3");
        assertThat(table.type("cost")).isEqualTo("Decimal(10, 2, 128)");
        assertThat(table.field("size").toString())
                .contains("Struct<width: Int(32, true), height: Utf8, tags: List<item: Utf8>>");
        assertThat(table.field("days").toString()).contains("List<item: Date(DAY)>");
        assertThat(table.rows().get(2).toString())
                .isEqualTo("[3, note 3, 0.75, ok, {width=3, height=1.5, tags=[a, null]}, [2026-01-01], [3,8),"
                        + " 2026-01-01T00:03Z, {\"i\": 3}]");
    }

    @Test
    void inBothWireFormatsTheSame() throws Exception {
        String uri = "pg:query?outputType=arrow&arrowTypes=rich&sql=SELECT * FROM item WHERE id < :id ORDER BY id";
        List<List<Object>> first = answer(uri, Map.of("id", 50)).table().rows();
        assertThat(first).hasSize(49);
        for (int i = 0; i < 8; i++) { // after some calls the driver asks for binary
            assertThat(answer(uri, Map.of("id", 50)).table().rows()).isEqualTo(first);
        }
    }

    @Test
    void smallResultsHaveTheirCount() throws Exception {
        Answer answer = answer("pg:query?outputType=arrow&sql=SELECT id FROM item WHERE id < 4", null);
        assertThat(answer.exchange().getMessage().getHeader(PgConstants.ROW_COUNT))
                .isEqualTo(3L);
    }

    @Test
    void noRowsNoColumnsAndNamesThatOccurTwice() throws Exception {
        ArrowTable none = table("pg:query?outputType=arrow&sql=SELECT id, note FROM item WHERE false");
        assertThat(none.batches()).isEmpty();
        assertThat(none.schema().getFields()).hasSize(2);
        ArrowTable empty = table("pg:query?outputType=arrow&sql=SELECT FROM item");
        assertThat(empty.schema().getFields()).isEmpty();
        assertThat(empty.rows()).hasSize(5000);
        ArrowTable twice = table("pg:query?outputType=arrow&sql=SELECT 1 AS a, 'x' AS a, NULL AS a");
        assertThat(twice.rows().get(0)).containsExactly(1, "x", null);
    }

    @Test
    void whatAQueryJoinsMayBeNull() throws Exception {
        ArrowTable table = table("pg:query?outputType=arrow&sql=SELECT i.id FROM generate_series(0, 1) g"
                + " LEFT JOIN item i ON i.id = g ORDER BY g");
        assertThat(table.field("id").isNullable()).isTrue();
        assertThat(table.column()).containsExactly(null, 1L);
    }

    @Test
    void limits() throws Exception {
        AtomicReference<ArrowTable> read = new AtomicReference<>();
        Exchange failed = send("pg:extract:item?outputType=arrow&maxRows=100", null, read);
        assertThat(failure(failed).errorCode()).isEqualTo(PgErrorCode.TOO_MANY_ROWS);
        assertThat(table("pg:extract:item?outputType=arrow&maxRows=100&onMaxRows=truncate")
                        .rows())
                .hasSize(100);
    }

    @Test
    void whatHasNoFormFailsWithItsPlace() throws Exception {
        AtomicReference<ArrowTable> read = new AtomicReference<>();
        String sql = "&sql=SELECT i, CASE WHEN i = 900 THEN 'infinity' ELSE '2026-01-01' END::date AS until"
                + " FROM generate_series(1, 1000) i";
        Exchange failed = send("pg:query?outputType=arrow" + sql, null, read);
        assertThat(failure(failed).getMessage())
                .contains("PG-318", "row 900, column \"until\"", "infinity", "arrowTypes=text");
        assertThat(table("pg:query?outputType=arrow&arrowTypes=text" + sql).rows())
                .hasSize(1000)
                .contains(List.of("900", "infinity"));
    }

    @Test
    void returnedRows() throws Exception {
        pg.sql("CREATE TABLE log (id int, at date DEFAULT '2026-02-03')");
        ArrowTable table =
                table("pg:execute?outputType=arrow&sql=INSERT INTO log (id) VALUES (1), (2) RETURNING id, at");
        assertThat(table.rows().toString()).isEqualTo("[[1, 2026-02-03], [2, 2026-02-03]]");
    }

    @Test
    void theOptionIsForArrowOnly() {
        assertThatThrownBy(() -> pg.send("pg:query?arrowTypes=rich&sql=SELECT 1", null))
                .hasStackTraceContaining("arrowTypes goes with outputType=arrow");
    }
}
