package io.camelpg;

import static io.camelpg.UpsertIT.counts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every kind, transactions of every length, and others at work on the same rows. */
class UpsertBodyIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(8));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text, unit_price numeric, at timestamptz)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE item");
    }

    private static Exchange upsert(String uri, Object body) {
        Exchange exchange = pg.send("pg:upsert:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange;
    }

    private static PgException refused(String uri, Object body) {
        Exchange exchange = pg.send("pg:upsert:" + uri, body);
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    private static String content() {
        return pg.scalar("SELECT count(*) || ' ' || coalesce(sum(id), 0) || ' ' || count(name) FROM item");
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
                "{\"id\":16,\"name\":\"p\"}{\"id\":17,\"name\":\"q\"}");
        for (Object body : bodies) {
            upsert("item", body);
        }
        assertThat(content()).isEqualTo("17 153 17");
        assertThat(pg.scalar("SELECT name FROM item WHERE id = 10")).isEqualTo("ä");
        for (Object none : List.of(List.of(), "", "[]", new byte[0], new Object[0])) {
            assertThat(counts(upsert("item", none))).isEqualTo("0 0 0 0 0 0");
        }
        for (Object wrong : Arrays.asList(null, 42, "nonsense", "[1, 2]", List.of("x"), "[{\"id\":1},", "{\"id\":1,")) {
            PgException failure = refused("item", wrong);
            assertThat(failure.code()).isEqualTo("PG-106");
            assertThat(failure.getMessage()).doesNotContain("nonsense");
        }
        assertThat(content()).isEqualTo("17 153 17");
    }

    @Test
    void aBeansNullIsNull() {
        upsert("item", Map.of("id", 3, "unitPrice", 5));
        upsert("item", new Bean());
        assertThat(pg.scalar("SELECT unit_price FROM item")).isNull();
    }

    @Test
    void badLinesAreRejectedAndTheRestIsKept() {
        Exchange exchange = upsert(
                "item?badRows=reject",
                "{\"id\":1}\n{\"id\":2,\n{\"id\":3,\"name\":\n{\"id\":4}\nnull\n[5]\n{\"id\":6,\"at\":\"canary\"}\n{\"id\":7}\n{}\n");
        List<?> rejected = exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class);
        assertThat(content()).startsWith("3 12");
        assertThat(rejected.toString()).contains("PG-106", "PG-315");
        assertThat(rejected).allSatisfy(row -> assertThat((String) ((Map<?, ?>) row).get("message"))
                .doesNotContain("canary"));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,50", "1,100", "9,50", "100,0", "100,50", "100,100", "25000,0", "25000,50", "25000,100"})
    void countsOfEverySize(int rows, int stored) {
        int there = rows * stored / 100;
        pg.sql("INSERT INTO item (id) SELECT generate_series(1, " + there + ")");
        List<Item> body = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            body.add(new Item(i, "n" + i, 1.0));
        }
        Collections.shuffle(body, new Random(1));
        assertThat(counts(upsert("item", body))).isEqualTo(rows - there + " " + there + " 0 0 0 0");
        assertThat(counts(upsert("item?onConflict=nothing", body))).isEqualTo("0 0 " + rows + " 0 0 0");
        assertThat(content()).isEqualTo(rows + " " + (long) rows * (rows + 1) / 2 + " " + rows);
    }

    /** Enough rows to be copied, with what COPY has to escape. */
    @Test
    void copiedValuesArriveAsTheyAre() {
        List<Item> body = new ArrayList<>();
        for (int i = 0; i < 21_000; i++) {
            body.add(new Item(
                    i,
                    i % 7 == 0 ? null : "a\tb\\c\nd\re\\N\\.\u0001\u00e4\ud83d\ude00" + i,
                    i % 3 == 0 ? null : i / 8.0));
        }
        assertThat(counts(upsert("item", body))).isEqualTo("21000 0 0 0 0 0");
        for (Item item : List.of(body.get(0), body.get(1), body.get(20_999))) {
            assertThat(pg.scalar("SELECT name FROM item WHERE id = " + item.id()))
                    .isEqualTo(item.name());
        }
        assertThat(pg.scalar(
                        "SELECT count(*) || ' ' || sum(length(name)) || ' ' || sum(unit_price)::float8 FROM item WHERE name IS NOT"
                                + " NULL"))
                .isEqualTo(
                        pg.scalar(
                                "SELECT count(*) || ' ' || sum(length(E'a\\tb\\\\c\\nd\\re\\\\N\\\\.\\u0001ä😀' || i)) || ' ' ||"
                                        + " sum(CASE WHEN i % 3 <> 0 THEN i / 8.0 END)::float8 FROM generate_series(0, 20999) i WHERE i % 7 <> 0"));
        List<Object> bad = new ArrayList<>(body);
        bad.set(11_000, Map.of("id", 11_000, "name", "x", "unitPrice", "canary"));
        assertThat(refused("item", bad)).hasMessageNotContaining("canary");
        assertThat(counts(upsert("item?badRows=reject", bad))).isEqualTo("0 20999 0 0 0 1");
    }

    @Test
    void newerWins() {
        String options = "item?onConflict=newer&versionColumn=at";
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        upsert(options, Map.of("id", 1, "name", "noon", "at", noon));
        assertThat(counts(upsert(options, Map.of("id", 1, "name", "old", "at", noon.minusSeconds(1)))))
                .isEqualTo("0 0 1 0 0 0");
        assertThat(counts(upsert(options, Map.of("id", 1, "name", "same", "at", noon))))
                .isEqualTo("0 0 1 0 0 0");
        Exchange exchange = upsert(
                options,
                List.of(
                        Map.of("id", 1, "name", "b", "at", noon.plusSeconds(2)),
                        Map.of("id", 1, "name", "c", "at", noon.plusSeconds(3)),
                        Map.of("id", 1, "name", "a", "at", noon.plusSeconds(1))));
        assertThat(counts(exchange)).isEqualTo("0 1 1 0 1 0");
        assertThat(pg.scalar("SELECT name FROM item")).isEqualTo("c");
        assertThat(refused(options, Map.of("id", 1, "name", "x")).code()).isEqualTo("PG-315");
    }

    @Test
    void commitEveryKeepsWhatWasCommitted() {
        List<Object> rows = new ArrayList<>();
        IntStream.range(0, 25).forEach(i -> rows.add(Map.of("id", i)));
        rows.set(17, Map.of("id", 17, "unitPrice", "canary"));
        PgException failure = refused("item?commitEvery=5", rows);
        assertThat(failure)
                .hasMessageContaining("the first 15 rows are committed")
                .hasMessageNotContaining("canary");
        assertThat(content()).isEqualTo("15 105 0");
        refused("item", rows);
        assertThat(content()).isEqualTo("15 105 0");
    }

    @Test
    void aLongStreamIsWrittenInOneTransaction() {
        int rows = 100_000;
        InputStream stream = new InputStream() {
            private int next;
            private byte[] line = {};
            private int at;

            @Override
            public int read() throws IOException {
                if (at == line.length) {
                    if (next == rows) {
                        return -1;
                    }
                    line = ("{\"id\":" + ++next + ",\"name\":\"" + "x".repeat(100) + "\"}\n")
                            .getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                return line[at++];
            }
        };
        assertThat(counts(upsert("item", stream))).isEqualTo(rows + " 0 0 0 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?returning=id", "?onConflict=nothing", "?badRows=reject"})
    void theSameRowsInDifferentOrdersDoNotDeadlock(String options) throws Exception {
        int calls = 12;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Exchange>> work = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                Random random = new Random(call);
                List<Map<String, Object>> rows = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    rows.add(
                            random.nextBoolean()
                                    ? Map.of("id", i, "name", "c" + call)
                                    : Map.of("id", i, "unitPrice", call));
                }
                Collections.shuffle(rows, random);
                work.add(() -> upsert("item" + options, rows));
            }
            long inserted = 0;
            for (Future<Exchange> done : threads.invokeAll(work)) {
                inserted += done.get().getMessage().getHeader(PgConstants.INSERTED_COUNT, Long.class);
            }
            assertThat(inserted).isEqualTo(400);
        } finally {
            threads.shutdownNow();
        }
        assertThat(content()).startsWith("400 79800");
    }

    @Test
    void aTransactedScopeHoldsItAll() throws Exception {
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:upsert:item?badRows=reject")
                        .to("pg:upsert:item")
                        .filter(simple("${header.fail}"))
                        .throwException(new IllegalStateException("undo"));
            }
        });
        List<Object> rows = List.of(Map.of("id", 1), Map.of("id", 2, "unitPrice", "bad"), Map.of("id", 3, "name", "c"));
        Exchange failed = pg.send("direct:scope", List.of(Map.of("id", 1)), Map.of("fail", true));
        assertThat(failed.getException()).hasMessage("undo");
        assertThat(content()).startsWith("0 ");
        Exchange bad = pg.send("direct:scope", rows, Map.of("fail", false));
        assertThat(bad.getException()).isInstanceOf(PgException.class);
        assertThat(content()).startsWith("0 ");
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rejecting")
                        .transacted()
                        .to("pg:upsert:item?badRows=reject")
                        .setBody(constant("{\"id\":9}"))
                        .to("pg:upsert:item");
            }
        });
        assertThat(pg.send("direct:rejecting", rows).getException()).isNull();
        assertThat(content()).isEqualTo("3 13 1");
    }

    @Test
    void aLineThatIsNoJsonTakesNoOtherWithIt() {
        Exchange exchange = upsert("item?badRows=reject", "{\"id\":1}\nWARN something\n{\"id\":2}\n");
        List<?> rejected = exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class);
        assertThat(content()).startsWith("2 3");
        assertThat(rejected).hasSize(1);
        assertThat(rejected.toString()).contains("PG-106", "line 2");
    }

    @Test
    void halfASurrogatePairIsNoQuestionMark() {
        String half = "{\"id\":1,\"name\":\"a\ud800b\"}";
        assertThat(refused("item", half).code()).isEqualTo("PG-302");
        upsert("item?badRows=reject", List.of(half, "{\"id\":2,\"name\":\"\ud83d\ude00\"}"));
        assertThat(content()).isEqualTo("1 2 1");
        assertThat(((PgException) pg.send("pg:execute?sql=INSERT INTO item VALUES (:id, :name)", half)
                                .getException())
                        .code())
                .isEqualTo("PG-302");
        assertThat(((PgException) pg.send("pg:load:item?format=csv", "id,name\n1,a\ud800b\n")
                                .getException())
                        .code())
                .isEqualTo("PG-302");
        assertThat(content()).isEqualTo("1 2 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "12345678.9", "5.0", "-0.5", "123456789.0", "0.000012345678901234567", "1.5e300"})
    void aNumberIsTheTextThatJsonHasOfIt(String number) {
        upsert("item", "{\"id\":1,\"name\":" + number + "}");
        assertThat(pg.scalar("SELECT name FROM item"))
                .isEqualTo(pg.scalar("SELECT '{\"n\":" + number + "}'::jsonb ->> 'n'")
                        + (number.contains("e") ? ".0" : ""));
    }
}
