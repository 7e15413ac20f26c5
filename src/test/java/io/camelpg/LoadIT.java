package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every kind, transactions of every length, rows of every shape. */
@Tag("core")
class LoadIT {
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text, unit_price numeric, at timestamptz,"
                + " state text DEFAULT 'new', rest jsonb)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?sql=INSERT INTO item (id, state) VALUES (-1, 'before')")
                        .setBody(variable("rows"))
                        .to("pg:load:item")
                        .to("pg:query?outputType=scalar&sql=SELECT count(*) FROM item")
                        .choice()
                        .when(header("fail"))
                        .throwException(new IllegalStateException("as the test wants it"));
                from("direct:copy")
                        .transacted()
                        .to("pg:query?outputType=stream&sql=SELECT i AS id, 'n' || i AS name FROM generate_series(1,"
                                + " 120000) i")
                        .to("pg:load:item");
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE item");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static Exchange load(String uri, Object body) {
        Exchange exchange = pg.send("pg:load:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange;
    }

    private static PgException refused(String uri, Object body) {
        return failure(pg.send("pg:load:" + uri, body));
    }

    private static String counts(Exchange exchange) {
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertThat(headers.get("CamelPgUpdateCount")).isEqualTo(headers.get("CamelPgInsertedCount"));
        return headers.get("CamelPgInsertedCount") + " " + headers.get("CamelPgSkippedCount") + " "
                + ((List<?>) headers.get("CamelPgRejectedRows")).size();
    }

    private static String content() {
        return pg.scalar("SELECT count(*) || ' ' || coalesce(sum(id), 0) || ' ' || count(name) FROM item");
    }

    private static String items() {
        return pg.scalar("SELECT string_agg(concat_ws(':', id, coalesce(name, '-'), coalesce(state, '-'),"
                + " coalesce(rest::text, '-')), ' ' ORDER BY id) FROM item");
    }

    record Item(int id, String name, Double unitPrice) {}

    public static final class Bean {
        public int getId() {
            return 3;
        }

        public String getName() {
            return "bean";
        }

        public Double getUnitPrice() {
            return null;
        }
    }

    @Test
    void everyKindOfBody() throws Exception {
        ObjectMapper json = new ObjectMapper();
        byte[] lines = "{\"id\":10,\"name\":\"ä\"}\r\n{\"id\":11,\"name\":\"b\"}\n".getBytes(StandardCharsets.UTF_8);
        List<Object> bodies = List.of(
                Map.of("id", 1, "name", "map"),
                new Item(2, "record", 1.5),
                new Bean(),
                json.readTree("{\"id\":4,\"name\":\"node\"}"),
                json.readTree("[{\"id\":5,\"name\":\"nodes\"}]"),
                List.of(Map.of("id", 6, "name", "x"), new Item(7, "y", null), "{\"id\":8,\"name\":\"z\"}"),
                Set.of(new Item(9, "set", 2.0)),
                lines,
                new ByteArrayInputStream("[{\"id\":12,\"name\":\"s\"}]".getBytes(StandardCharsets.UTF_8)),
                List.of(Map.of("id", 13, "name", "i")).iterator(),
                new Object[] {Map.of("id", 14, "name", "a")},
                "\uFEFF {\"id\":15,\n\"name\":\"two lines\"}",
                new StringReader("{\"id\":16,\"name\":\"p\"}{\"id\":17,\"name\":\"q\"}"));
        for (Object body : bodies) {
            load("item", body);
        }
        assertThat(content()).isEqualTo("17 153 17");
        assertThat(pg.scalar("SELECT name FROM item WHERE id = 10")).isEqualTo("ä");
        for (Object none : List.of(List.of(), "", "[]", new byte[0], new Object[0])) {
            assertThat(counts(load("item", none))).isEqualTo("0 0 0");
        }
        for (Object wrong :
                Arrays.asList(null, 42, "nonsense", "[1, 2]", List.of("x"), "[{\"id\":18},", "{\"id\":1,")) {
            PgException failure = refused("item", wrong);
            assertThat(failure.code()).isEqualTo("PG-106");
            assertThat(failure.getMessage()).doesNotContain("nonsense");
        }
        assertThat(content()).isEqualTo("17 153 17");
    }

    @Test
    void absentFieldsGetTheDefaultAndNullsStay() {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(Map.of("id", 1, "name", "a"));
        rows.add(Map.of("id", 2, "state", "old"));
        rows.add(new java.util.HashMap<>(Map.of("id", 3, "name", "c")));
        rows.get(2).put("state", null);
        rows.add(Map.of("id", 4));
        assertThat(counts(load("item", rows))).isEqualTo("4 0 0");
        assertThat(items()).isEqualTo("1:a:new:- 2:-:old:- 3:c:-:- 4:-:new:-");
        assertThat(refused("item", List.of(Map.of("id", 5), Map.of())))
                .hasMessageContaining("PG-106")
                .hasMessageContaining("row 1 (the first is 0)");
        assertThat(refused("item", Map.of("name", "no key")).code()).isEqualTo("PG-308");
    }

    @Test
    void valuesWithoutBinaryFormGoAsText() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Object id = i % 1_000 == 999 ? String.valueOf(i) : (Object) i;
            rows.add(Map.of("id", id, "name", "tab\t\\N\\.\n" + i, "at", i < 5 ? "2026-01-01 UTC" : "infinity"));
        }
        load("item", rows);
        assertThat(pg.scalar(
                        "SELECT count(*) || ' ' || sum(id) || ' ' || count(*) FILTER (WHERE at = 'infinity') FROM item"
                                + " WHERE name = E'tab\\t\\\\N\\\\.\\n' || id"))
                .isEqualTo("3000 4498500 2995");
    }

    @Test
    void unknownFieldsAndColumns() {
        assertThat(refused("item", Map.of("id", 1, "unitPrise", 2)))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("unit_price");
        load("item?unknownFields=ignore", Map.of("id", 1, "other", 2));
        load("item?unknownFields=store:rest&columns=id", Map.of("id", 2, "name", "kept away", "other", List.of(1)));
        assertThat(items()).isEqualTo("1:-:new:- 2:-:new:{\"name\": \"kept away\", \"other\": [1]}");
        assertThat(refused("itm", Map.of("id", 1)))
                .hasMessageContaining("PG-206")
                .hasMessageContaining("item");
        assertThatThrownBy(() -> pg.send("pg:load:item?columns=id,nam", Map.of()))
                .hasStackTraceContaining("PG-207")
                .hasStackTraceContaining("name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys=id",
                "onConflict=nothing",
                "sql=SELECT 1",
                "coalesce=true",
                "maxRows=3",
                "outputType=stream",
                "format=csv&unknownFields=store:rest",
                "commitEvery=-1",
                "unknownFields=drop",
                "mode=incremental",
                "mode=overwrite&commitEvery=5",
                "mode=append&raw=true",
                "raw=true",
                "cursor=id",
                "mode=overwrite&cursor=id",
                "mode=overwrite&generation=1",
                "mode=dedup&batchId=1",
                "mode=dedup&cursor=a,b"
            })
    void optionsOfOthersAreRefused(String option) {
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:load:item?" + option))
                .hasStackTraceContaining("PG-501");
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:query?sql=SELECT 1&format=csv"))
                .hasStackTraceContaining("format is an option of pg:load");
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:load")).hasStackTraceContaining("pg:load needs a table");
    }

    /** A million of them, of which few are ever held. */
    @Test
    void rowsAreReadAsTheyAreWritten() {
        AtomicLong read = new AtomicLong();
        AtomicLong ahead = new AtomicLong();
        Iterator<Map<String, Object>> rows = Stream.iterate(0, i -> i + 1)
                .limit(1_000_000)
                .map(i -> {
                    read.incrementAndGet();
                    if (i == 900_000) {
                        ahead.set(Long.parseLong(pg.scalar(
                                "SELECT coalesce(sum(tuples_processed), -1) FROM (SELECT pg_relation_size('item')"
                                        + " AS tuples_processed) s")));
                    }
                    return Map.<String, Object>of("id", i, "name", "name " + i);
                })
                .iterator();
        assertThat(counts(load("item", rows))).isEqualTo("1000000 0 0");
        assertThat(content()).isEqualTo("1000000 499999500000 1000000");
        assertThat(read.get()).isEqualTo(1_000_000);
        long all = Long.parseLong(pg.scalar("SELECT pg_relation_size('item')"));
        assertThat(ahead.get()).as("written when row 900,000 was asked for").isGreaterThan(all * 8 / 10);
    }

    @Test
    void transactionsOfSoManyRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        IntStream.range(0, 250).forEach(i -> rows.add(Map.of("id", i == 230 ? 3 : i)));
        assertThat(refused("item?commitEvery=100", rows))
                .hasMessageContaining("PG-306")
                .hasMessageContaining("row 230 ")
                .hasMessageContaining("the first 200 rows are committed");
        assertThat(content()).startsWith("200 ");
        empty();
        assertThat(refused("item", rows)).hasMessageContaining("row 230 ");
        assertThat(content()).startsWith("0 ");
        assertThat(counts(load("item?commitEvery=100&badRows=reject", rows))).isEqualTo("249 0 1");
    }

    @Test
    void aSourceThatFailsLeavesNothing() {
        for (int good : new int[] {0, 10, 60_000}) {
            Iterator<Object> rows = Stream.iterate(0, i -> i + 1)
                    .map(i -> {
                        if (i == good) {
                            throw new IllegalStateException("the source broke");
                        }
                        return (Object) Map.of("id", i);
                    })
                    .iterator();
            assertThat(pg.send("pg:load:item", rows).getException())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the source broke");
            assertThat(content()).isEqualTo("0 0 0");
        }
        int sessions = Faults.sessions(pg);
        load("item", Map.of("id", 1));
        assertThat(Faults.sessions(pg)).as("the connection was kept").isEqualTo(sessions);
    }

    @Test
    void aValueThatCannotBeSentLeavesTheConnectionClean() {
        load("item", Map.of("id", -1));
        int pid = Integer.parseInt(pg.scalar("SELECT pid FROM pg_stat_activity WHERE application_name = 'camel-pg'"
                + " AND datname = current_database()"));
        List<Map<String, Object>> rows = new ArrayList<>();
        IntStream.range(0, 40_000).forEach(i -> rows.add(Map.of("id", i == 30_000 ? Map.of("secret", "canary") : i)));
        assertThat(refused("item", rows))
                .hasMessageContaining("PG-301")
                .hasMessageContaining("row 30000 ")
                .hasMessageContaining("column \"id\"")
                .hasMessageNotContaining("canary");
        assertThat(content()).isEqualTo("1 -1 0");
        load("item", Map.of("id", 1));
        assertThat(pg.scalar("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid))
                .isEqualTo("1");
    }

    @Test
    void aScopeIsOneTransaction() {
        List<Map<String, Object>> rows = List.of(Map.of("id", 1), Map.of("id", 2));
        Exchange kept = pg.template().send("direct:scope", exchange -> exchange.setVariable("rows", rows));
        assertThat(kept.getException()).isNull();
        assertThat(kept.getMessage().getBody()).isEqualTo(3L);
        assertThat(content()).isEqualTo("3 2 0");
        empty();
        Exchange failed = pg.template().send("direct:scope", exchange -> {
            exchange.setVariable("rows", rows);
            exchange.getMessage().setHeader("fail", true);
        });
        assertThat(failed.getException()).hasMessage("as the test wants it");
        assertThat(content()).isEqualTo("0 0 0");
        Exchange bad = pg.template()
                .send(
                        "direct:scope",
                        exchange -> exchange.setVariable(
                                "rows", List.of(Map.of("id", 1), Map.of("id", 5), Map.of("id", 5))));
        assertThat(failure(bad)).hasMessageContaining("PG-306").hasMessageContaining("row 2 ");
        assertThat(content()).isEqualTo("0 0 0");
    }

    @Test
    void aStreamOfTheSameScopeIsRead() {
        Exchange copied = pg.send("direct:copy", null);
        assertThat(copied.getException()).isNull();
        assertThat(counts(copied)).isEqualTo("120000 0 0");
        assertThat(content()).isEqualTo("120000 7200060000 120000");
    }
}
