package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.RowInputStream;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.type.Format;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

/** pg:extract of whole tables: what can be read, how it comes out, and what a message may ask for. */
@Tag("core")
class ExtractIT {
    private static final int MANY = 25_000;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> {
            connection.setMaxConnections(4);
            connection.setSchema("public,shop");
        });
        pg.sql(
                """
                CREATE SCHEMA shop; CREATE SCHEMA hidden;
                CREATE TABLE item (id int PRIMARY KEY, name text, "Odd ""Name" numeric);
                INSERT INTO item SELECT i, 'n' || i, i / 10.0 FROM generate_series(1, 5) i;
                CREATE TABLE nothing (id int);
                CREATE TABLE many AS SELECT i AS id, md5(i::text) AS filler FROM generate_series(1, 25000) i;
                ANALYZE many;
                CREATE VIEW item_view AS SELECT id, name FROM item WHERE id > 2;
                CREATE MATERIALIZED VIEW item_mat AS SELECT id FROM item;
                CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
                CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
                CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
                INSERT INTO parts VALUES (1, '2026-01-05'), (2, '2026-02-05'), (3, '2026-02-06');
                CREATE TABLE shop.product (sku text); INSERT INTO shop.product VALUES ('a'), ('b');
                CREATE TABLE hidden.secret (word text); INSERT INTO hidden.secret VALUES ('canary');
                CREATE TABLE "Order; DROP TABLE ""item"" --" (id int); INSERT INTO "Order; DROP TABLE ""item"" --" VALUES (7);
                CREATE TABLE "a:b $1 ?" (":c ?" int); INSERT INTO "a:b $1 ?" VALUES (8);
                CREATE SEQUENCE numbers;
                CREATE FUNCTION late() RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TABLE big AS SELECT i AS id, repeat(chr(64 + i), 3000000) AS text FROM generate_series(1, 12) i""");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    private static List<Map<String, Object>> rows(Exchange exchange) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object row : (List<?>) body(exchange)) {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) row;
            rows.add(map);
        }
        return rows;
    }

    private static List<Object> column(String uri, Object body, String column) {
        return rows(pg.send(uri, body)).stream().map(row -> row.get(column)).toList();
    }

    private static Map<String, Object> full(String entity) {
        return Map.of("mode", Map.of("fullTable", Map.of("entity", entity)));
    }

    @Test
    void aTableWithTypesAndColumns() {
        Exchange exchange = pg.send("pg:extract:item", null);
        assertThat(rows(exchange)).hasSize(5).contains(rows(exchange).get(0));
        assertThat(rows(exchange).get(0))
                .containsEntry("id", 1)
                .containsEntry("name", "n1")
                .containsKey("Odd \"Name");
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo(5L);
        assertThat(exchange.getMessage().getHeader(PgConstants.COLUMNS, List.class))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "item,5",
        "public.item,5",
        "ITEM,5",
        "nothing,0",
        "item_view,3",
        "item_mat,5",
        "parts,3",
        "parts_2,2",
        "shop.product,2",
        "product,2",
        "hidden.secret,1"
    })
    void everyKindOfRelation(String target, int count) {
        assertThat(rows(pg.send("pg:extract:" + target, null))).hasSize(count);
    }

    @Test
    void aForeignTable() {
        pg.sql("CREATE EXTENSION IF NOT EXISTS file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
                + " CREATE FOREIGN TABLE abroad (id int, name text) SERVER files OPTIONS (program 'printf \"1,a\\n2,b\\n\"',"
                + " format 'csv')");
        assertThat(column("pg:extract:abroad", null, "name")).containsExactly("a", "b");
    }

    @Test
    void namesThatLookLikeSql() {
        assertThat(column("pg:extract", full("Order; DROP TABLE \"item\" --"), "id"))
                .containsExactly(7);
        assertThat(column("pg:extract", full("\"Order; DROP TABLE \"\"item\"\" --\""), "id"))
                .containsExactly(7);
        assertThat(column("pg:extract", full("a:b $1 ?"), ":c ?")).containsExactly(8);
        assertThat(rows(pg.send("pg:extract:item", null))).hasSize(5);
    }

    @Test
    void columnsAndCondition() {
        String uri = "pg:extract:item?columns=id,\"Odd \"\"Name\"&where=id > :low AND name <> :{header.not} -- last";
        Exchange exchange = pg.send(uri, Map.of("low", 2), Map.of("not", "n4"));
        assertThat(rows(exchange)).extracting(Map::keySet).allSatisfy(keys -> assertThat(keys)
                .containsExactly("id", "Odd \"Name"));
        assertThat(rows(exchange)).extracting(row -> row.get("id")).containsExactly(3, 5);
    }

    @Test
    void aValueOfTheConditionIsAValue() {
        String uri = "pg:extract:item?where=name = :name OR :name IS NULL";
        assertThat(rows(pg.send(uri, Map.of("name", "x' OR '1'='1")))).isEmpty();
        Map<String, Object> nothing = new java.util.HashMap<>();
        nothing.put("name", null);
        assertThat(rows(pg.send(uri, nothing))).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 1) OR (1 = 1",
                "true; DROP TABLE item",
                "(id = 1",
                "pg_terminate_backend(id)",
                "nextval('numbers') > 0 AND pg_notify('a', 'b') IS NULL",
                " "
            })
    void aConditionStaysInItsParentheses(String where) {
        assertThatThrownBy(() -> pg.camel()
                        .getEndpoint("pg:extract:item?where=RAW(" + where + ")")
                        .start())
                .hasStackTraceContaining("PG-");
    }

    @Test
    void columnsThatAreThereLaterAreReadToo() {
        pg.sql("CREATE TABLE growing (id int); INSERT INTO growing VALUES (1)");
        assertThat(rows(pg.send("pg:extract:growing", null))).containsExactly(Map.of("id", 1));
        pg.sql("ALTER TABLE growing ADD COLUMN more text DEFAULT 'm'");
        assertThat(rows(pg.send("pg:extract:growing", null))).containsExactly(Map.of("id", 1, "more", "m"));
        pg.sql("DROP TABLE growing; CREATE TABLE growing (other text); INSERT INTO growing VALUES ('o')");
        assertThat(rows(pg.send("pg:extract:growing", null))).containsExactly(Map.of("other", "o"));
    }

    @Test
    void aQueryInsteadOfATable() {
        assertThat(column(
                        "pg:extract?sql=SELECT id * 2 AS twice FROM item WHERE id <= :most",
                        Map.of("most", 2),
                        "twice"))
                .containsExactly(2, 4);
    }

    @Test
    void placeholdersOfOtherTools() {
        pg.sql("CREATE TABLE dated AS SELECT i AS id, timestamp '2025-01-01' + i * interval '1 day' AS updated_at"
                + " FROM generate_series(1, 5) i");
        String uri = "pg:extract?sql=SELECT id, '${limit}' AS \"${x}\" FROM dated WHERE updated_at >= ${updated_at} OR"
                + " ${updated_at} IS NULL ORDER BY updated_at LIMIT ${limit}";
        assertThat(column(uri, null, "id")).containsExactly(1, 2, 3, 4, 5);
        assertThat(column(uri, Map.of("limit", 2), "id")).containsExactly(1, 2);
        assertThat(column(uri, Map.of("updated_at", "2025-01-04T00:00:00"), "id"))
                .containsExactly(3, 4, 5);
        assertThat(column(uri, Map.of("updated_at", java.time.LocalDate.of(2025, 1, 5), "limit", 1), "${x}"))
                .containsExactly("${limit}");
        assertThat(failure(pg.send(uri, Map.of("updated_at", "x' OR 'a' = 'a"))).sqlState())
                .isEqualTo("22007");
        assertThat(failure(pg.send("pg:extract?sql=SELECT ${other}", null)).errorCode())
                .isEqualTo(PgErrorCode.MISSING_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "ndjson", "csv"})
    void asBytesInFlatMemory(String outputType) throws Exception {
        String from = "direct:bytes-" + outputType;
        List<Long> count = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to("pg:extract:many?outputType=" + outputType).process(exchange -> {
                    String all = new String(
                            exchange.getMessage().getBody(InputStream.class).readAllBytes(), StandardCharsets.UTF_8);
                    count.add(all.lines().count());
                    assertThat(all).contains("827ccb0eea8a706c4c34a16891f84e7b");
                });
            }
        });
        body(pg.send(from, null));
        assertThat(count).containsExactly(outputType.equals("json") ? 1L : outputType.equals("csv") ? MANY + 1L : MANY);
    }

    /** Text takes the client about twice the time for numbers and times, and the first time may be the only one. */
    @Test
    void binaryFromTheFirstTimeOn() throws Exception {
        List<Format> formats = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:first")
                        .to("pg:extract:many?outputType=ndjson&where=id > :low")
                        .process(exchange -> formats.add(
                                ((RowInputStream) exchange.getMessage().getBody())
                                        .rows()
                                        .format(0)));
            }
        });
        body(pg.send("direct:first", Map.of("low", 17)));
        assertThat(formats).containsExactly(Format.BINARY);
    }

    @Test
    void asAStreamToSplit() throws Exception {
        List<Object> seen = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split-many")
                        .to("pg:extract:many?outputType=stream&columns=id&batchSize=777")
                        .split()
                        .body()
                        .streaming()
                        .process(exchange -> seen.add(
                                exchange.getMessage().getBody(Map.class).get("id")));
            }
        });
        body(pg.send("direct:split-many", null));
        assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
    }

    /** 36 MB, in a fetch of at most a megabyte or one row. */
    @Test
    void largeValues() throws Exception {
        List<Integer> lengths = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:big")
                        .to("pg:extract:big?outputType=stream")
                        .split()
                        .body()
                        .streaming()
                        .process(exchange -> lengths.add(exchange.getMessage()
                                .getBody(Map.class)
                                .get("text")
                                .toString()
                                .length()));
            }
        });
        body(pg.send("direct:big", null));
        assertThat(lengths).hasSize(12).containsOnly(3_000_000);
    }

    @Test
    void aFailureInTheMiddleIsNoEnd() throws Exception {
        pg.sql("CREATE VIEW failing AS SELECT id, 1 / (id - 20000) AS q FROM many ORDER BY id");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:failing")
                        .to("pg:extract:failing?outputType=ndjson")
                        .convertBodyTo(String.class);
            }
        });
        Exchange exchange = pg.send("direct:failing", null);
        assertThat(exchange.getException()).hasStackTraceContaining("22012");
    }

    @Test
    void aReaderWhoStops() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stops").to("pg:extract:many?outputType=stream").process(exchange -> {
                    Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
                    for (int i = 0; i < 5000; i++) {
                        rows.next();
                    }
                    exchange.getMessage().setBody("enough");
                });
            }
        });
        assertThat(body(pg.send("direct:stops", null))).isEqualTo("enough");
    }

    @Test
    void withinAScopeItSeesWhatTheScopeWrote() throws Exception {
        pg.sql("CREATE TABLE scoped (id int)");
        List<Object> seen = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scoped")
                        .transacted()
                        .to("pg:execute?sql=INSERT INTO scoped SELECT generate_series(1, 3000)")
                        .to("pg:extract:scoped?outputType=stream")
                        .split()
                        .body()
                        .streaming()
                        .process(exchange -> seen.add(exchange.getMessage().getBody()))
                        .end()
                        .throwException(new IllegalStateException("undone"));
            }
        });
        assertThat(pg.send("direct:scoped", null).getException()).hasMessage("undone");
        assertThat(seen).hasSize(3000);
        assertThat(pg.scalar("SELECT count(*) FROM scoped")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":{\"fullTable\":{\"entity\":\"product\"}}}",
                "{\"mode\": {\"fullTable\": {\"entity\": \"shop.product\"}}}"
            })
    void theRequestIsTheBody(String json) {
        assertThat(column("pg:extract", json, "sku")).containsExactly("a", "b");
        assertThat(column("pg:extract", json.getBytes(StandardCharsets.UTF_8), "sku"))
                .containsExactly("a", "b");
    }

    @Test
    void aRequestMayComeWithValuesForTheCondition() {
        Map<String, Object> request = Map.of("mode", Map.of("fullTable", Map.of("entity", "item")), "low", 4);
        assertThat(column("pg:extract?where=id > :low", request, "id")).containsExactly(5);
    }

    /** Nothing that a message says is SQL, and what is not on the search path is not there for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden.secret",
                "pg_catalog.pg_authid",
                "pg_authid",
                "pg_class",
                "information_schema.tables",
                "pg_toast.pg_toast_2618",
                "numbers",
                "late",
                "item_pkey",
                "item; DROP TABLE item",
                "item WHERE false",
                "(SELECT * FROM hidden.secret) x",
                "item\" UNION SELECT word, word, word FROM hidden.secret --",
                "item, hidden.secret",
                "item/**/",
                "public.item.id",
                "postgres.public.item",
                "U&\"hidden\".secret",
                "\"hidden\".\"secret\"",
                "no such table",
                "item\u0000",
                "",
                "."
            })
    void aHostileEntity(String entity) {
        PgException failure = failure(pg.send("pg:extract", full(entity)));
        assertThat(failure.errorCode())
                .isIn(PgErrorCode.UNDEFINED_TABLE, PgErrorCode.INVALID_NAME, PgErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).doesNotContain("canary").doesNotContain("\n");
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("5");
    }

    @Test
    void noRequest() {
        for (Object body : new Object[] {
            null,
            "text",
            "{\"mode\":",
            Map.of("mode", "full"),
            Map.of("mode", Map.of()),
            Map.of("mode", Map.of("fullTable", Map.of("entity", 7))),
            Map.of("mode", Map.of("fullTable", Map.of("entity", "item", "sql", "x"))),
            Map.of("mode", Map.of("fullTable", Map.of("entity", "item"), "x", 1)),
            List.of(full("item"))
        }) {
            assertThat(failure(pg.send("pg:extract", body)).errorCode()).isEqualTo(PgErrorCode.INVALID_BODY);
        }
    }

    @Test
    void aTargetIsNotForMessagesToChange() {
        assertThat(rows(pg.send("pg:extract:item", full("product")))).hasSize(5);
        assertThat(failure(pg.send("pg:extract:item", null, Map.of(PgConstants.TABLE, "product")))
                        .errorCode())
                .isEqualTo(PgErrorCode.DYNAMIC_SQL_NOT_ALLOWED);
        String dynamic = "pg:extract?allowDynamicSql=true";
        assertThat(rows(pg.send(dynamic, null, Map.of(PgConstants.TABLE, "hidden.secret"))))
                .hasSize(1);
        assertThat(rows(pg.send(dynamic, full("hidden.secret")))).hasSize(1);
        assertThat(failure(pg.send(dynamic, null, Map.of(PgConstants.TABLE, "item; DROP TABLE item")))
                        .errorCode())
                .isIn(PgErrorCode.UNDEFINED_TABLE, PgErrorCode.INVALID_NAME);
    }

    @Test
    void faultsOfOptionsAreReportedTogether() {
        assertThatThrownBy(() -> pg.camel()
                        .getEndpoint(
                                "pg:extract:item?sql=SELECT 1&outputType=one&coalesce=true&batchBytes=0&columns=a,,b")
                        .start())
                .hasStackTraceContaining("outputType list, stream, json, ndjson, csv or arrow, not one")
                .hasStackTraceContaining("coalesce is no option of pg:extract")
                .hasStackTraceContaining("sql is read instead of a table")
                .hasStackTraceContaining("batchBytes must be at least 1")
                .hasStackTraceContaining("columns must be names separated by commas");
        assertThat(failure(pg.send("pg:extract:item?columns=nmae", null)))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("\"name\"");
        assertThat(failure(pg.send("pg:extract:itme", null)))
                .hasMessageContaining("PG-206")
                .hasMessageContaining("\"item\"");
        assertThatThrownBy(() -> pg.send("pg:extract:numbers", null))
                .hasStackTraceContaining("PG-504 pg:extract reads tables and views");
    }

    @Test
    void tooManyRows() {
        assertThat(failure(pg.send("pg:extract:item?maxRows=4", null)).errorCode())
                .isEqualTo(PgErrorCode.TOO_MANY_ROWS);
        Exchange cut = pg.send("pg:extract:item?maxRows=4&onMaxRows=truncate", null);
        assertThat(rows(cut)).hasSize(4);
        assertThat(cut.getMessage().getHeader(PgConstants.TRUNCATED)).isEqualTo(true);
    }

    /** Killed where the first rows are there and most are not. */
    @Test
    void theBackendIsKilledMidway() throws Exception {
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:killed").to("pg:extract:many?outputType=stream").process(exchange -> {
                    Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
                    rows.next();
                    TestPostgres.execute(
                            pg.database(),
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND query LIKE '%many%' AND pid <> pg_backend_pid()");
                    rows.forEachRemaining(row -> {});
                });
            }
        });
        assertThat(failure(pg.send("direct:killed", null)).errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
    }

    @Test
    void theServerKeepsItReadOnly() {
        pg.sql("CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql VOLATILE AS"
                + " 'INSERT INTO nothing VALUES (1) RETURNING id'; CREATE VIEW sneak AS SELECT sneaky()");
        assertThat(failure(pg.send("pg:extract:sneak", null)).sqlState()).isEqualTo("25006");
        assertThat(failure(pg.send("pg:extract:sneak?outputType=ndjson", null)).sqlState())
                .isEqualTo("25006");
        assertThat(pg.scalar("SELECT count(*) FROM nothing")).isEqualTo("0");
    }
}
