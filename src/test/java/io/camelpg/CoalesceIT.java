package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("core")
class CoalesceIT {
    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setSslMode("disable");
            connection.setMaxConnections(4);
        });
        pg.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);"
                + " CREATE TABLE item (id int PRIMARY KEY, name varchar(40), mood mood, at timestamptz, doc jsonb, u uuid);"
                + " INSERT INTO item SELECT i, 'n' || i, 'ok', '2026-01-01', '{\"a\": 1}', gen_random_uuid_or_md5(i)"
                        .replace("gen_random_uuid_or_md5(i)", "md5(i::text)::uuid")
                + " FROM generate_series(1, 500) i");
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE counter; INSERT INTO counter VALUES (1, 0)");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static List<Exchange> together(String uri, List<?> bodies) throws Exception {
        return Together.send(pg, uri, bodies);
    }

    private static List<Map<String, Object>> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.<String, Object>of("id", i))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name FROM item WHERE id = :id",
                "SELECT id, name FROM item WHERE id = :id ORDER BY name LIMIT 3 -- comment",
                "WITH one AS (SELECT * FROM item WHERE id = :id) SELECT id, name FROM one;",
                "SELECT id, name FROM item i WHERE id = :id AND (:id IS NULL OR id >= :id) AND NOT EXISTS"
                        + " (SELECT 1 FROM item WHERE id = -:id::int)",
                "VALUES (:id::int, 'n' || :id::text)",
                "(SELECT id, name FROM item WHERE id = :id)",
                "SELECT id, name FROM item WHERE id = ANY (ARRAY[:id::int])",
                "SELECT id, name FROM item WHERE id IN (:id, :id)",
            })
    void eachCallGetsItsOwnRows(String sql) throws Exception {
        for (int round = 0; round < 3; round++) {
            List<Exchange> ended = together("pg:query?coalesce=true&outputType=one&sql=" + sql, ids(520));
            for (int i = 0; i < ended.size(); i++) {
                Map<?, ?> row = (Map<?, ?>) body(ended.get(i));
                if (i == 0 || i > 500) {
                    assertThat(row == null || sql.startsWith("VALUES"))
                            .as("%s: %s", i, row)
                            .isTrue();
                } else {
                    assertThat(row.values().stream().toList()).isEqualTo(List.of(i, "n" + i));
                }
            }
        }
    }

    @Test
    void manyRowsOfEachKeepTheirOrderAndTheirCount() throws Exception {
        String uri = "pg:query?coalesce=true&sql=SELECT i FROM generate_series(1, :id::int) i ORDER BY i DESC";
        List<Exchange> ended = together(uri, ids(100));
        for (int i = 0; i < ended.size(); i++) {
            List<?> rows = (List<?>) body(ended.get(i));
            assertThat(rows).hasSize(i);
            assertThat(ended.get(i).getMessage().getHeader(PgConstants.ROW_COUNT))
                    .isEqualTo((long) i);
            for (int row = 0; row < i; row++) {
                assertThat(((Map<?, ?>) rows.get(row)).get("i")).isEqualTo(i - row);
            }
        }
        ended = together(uri.replace("coalesce=true", "coalesce=true&maxRows=50"), ids(100));
        for (int i = 0; i < ended.size(); i++) {
            if (i <= 50) {
                assertThat((List<?>) body(ended.get(i))).hasSize(i);
            } else {
                assertThat(failure(ended.get(i)).errorCode()).isEqualTo(PgErrorCode.TOO_MANY_ROWS);
            }
        }
        ended = together(uri.replace("coalesce=true", "coalesce=true&outputType=ndjson"), ids(20));
        assertThat(ended.get(2).getMessage().getBody(String.class)).isEqualTo("{\"i\":2}\n{\"i\":1}\n");
    }

    @Test
    void theHighestLimitIsNone() throws Exception {
        String uri = "pg:query?coalesce=true&maxRows=2147483647&sql=SELECT id FROM item WHERE id <= :id";
        proxy.reset();
        List<Exchange> ended = together(uri, ids(100));
        for (int i = 0; i < 100; i++) {
            assertThat((List<?>) body(ended.get(i))).hasSize(i);
        }
        assertThat(proxy.counts().server('E')).as("errors").isZero();
    }

    @Test
    void valuesOfEveryKindLandInTheirColumns() throws Exception {
        String sql = "SELECT id FROM item WHERE mood = :mood AND at = :at AND doc @> :doc AND name = :name AND u = :u";
        List<Map<String, Object>> bodies = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            Map<String, Object> body = new HashMap<>();
            body.put("mood", "ok");
            body.put(
                    "at",
                    i % 2 == 0
                            ? "2026-01-01T00:00:00Z"
                            : java.time.Instant.parse(
                                    pg.scalar(
                                            "SELECT to_char(min(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM item")));
            body.put("doc", i % 3 == 0 ? "{\"a\": 1}" : Map.of("a", 1));
            body.put("name", i % 5 == 0 ? null : "n" + i);
            body.put("u", pg.scalar("SELECT u FROM item WHERE id = " + i));
            bodies.add(body);
        }
        pg.sql("UPDATE item SET at = '2026-01-01T00:00:00Z'");
        bodies.forEach(body -> body.computeIfPresent("at", (key, at) -> "2026-01-01T00:00:00Z"));
        List<Exchange> ended = together("pg:query?coalesce=true&outputType=scalar&sql=" + sql, bodies);
        for (int i = 1; i < 100; i++) {
            assertThat(body(ended.get(i - 1))).isEqualTo(i % 5 == 0 ? null : (Object) i);
        }
    }

    @Test
    void aBadCallFailsByItself() throws Exception {
        List<Map<String, Object>> bodies = new ArrayList<>(ids(200));
        bodies.set(17, Map.of("id", "seventeen"));
        bodies.set(18, Map.of());
        String uri = "pg:query?coalesce=true&outputType=scalar&sql=SELECT 100 / (:id::int - 30)";
        List<Exchange> ended = together(uri, bodies);
        for (int i = 0; i < ended.size(); i++) {
            switch (i) {
                case 17 -> assertThat(failure(ended.get(i)).detail()).doesNotContain("seventeen");
                case 18 -> assertThat(failure(ended.get(i)).errorCode()).isEqualTo(PgErrorCode.MISSING_PARAMETER);
                case 30 -> assertThat(failure(ended.get(i)).sqlState()).isEqualTo("22012");
                default -> assertThat(body(ended.get(i))).isEqualTo(100 / (i - 30));
            }
        }
    }

    @Test
    void arraysGoByThemselves() throws Exception {
        List<Map<String, Object>> bodies = IntStream.range(1, 100)
                .mapToObj(i -> Map.<String, Object>of("ids", List.of(i, i + 1)))
                .toList();
        List<Exchange> ended = together(
                "pg:query?coalesce=true&outputType=scalar&sql=SELECT count(*) FROM item WHERE id IN (:in:ids)", bodies);
        ended.forEach(each -> assertThat(body(each)).isEqualTo(2L));
    }

    @Test
    void concurrentIncrementsOfOneRowAddUp() throws Exception {
        String uri = "pg:execute?coalesce=true&sql=UPDATE counter SET n = n + 1 WHERE id = :id";
        proxy.reset();
        List<Exchange> ended = together(
                uri, IntStream.range(0, 3000).mapToObj(i -> Map.of("id", 1)).toList());
        ended.forEach(each -> {
            body(each);
            assertThat(each.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(1L);
        });
        assertThat(pg.scalar("SELECT n FROM counter")).isEqualTo("3000");
        assertThat(proxy.counts().roundTrips()).isLessThan(1500);
    }

    @Test
    void nobodyElseFindsWhatTheyLeftInTheirSession() throws Exception {
        together(
                        "pg:execute?coalesce=true&sql=SELECT set_config('app.tenant', 't' || :id, false), pg_sleep(0.01)",
                        ids(40))
                .forEach(Faults::body);
        for (int i = 0; i < 8; i++) {
            assertThat(body(pg.send(
                            "pg:query?outputType=scalar&sql=SELECT coalesce(current_setting('app.tenant', true), '')",
                            null)))
                    .isEqualTo("");
        }
    }

    @Test
    void rowsOfReturningAreEachCallersOwn() throws Exception {
        String uri = "pg:execute?coalesce=true&outputType=scalar&sql="
                + "INSERT INTO counter VALUES (:id + 10, :id) RETURNING n * 2";
        List<Exchange> ended = together(uri, ids(400));
        for (int i = 0; i < ended.size(); i++) {
            assertThat(body(ended.get(i))).isEqualTo(i * 2);
        }
    }

    @Test
    void ofChangesOneThatFailsDoesNotTakeTheOthersAlong() throws Exception {
        List<Integer> numbers = IntStream.range(0, 500)
                .map(i -> i % 100 == 99 ? 5 : i + 5)
                .boxed()
                .toList();
        List<Exchange> ended =
                together("pg:execute?coalesce=true&sql=INSERT INTO counter VALUES (:{body}, 0)", numbers);
        int failed = 0;
        for (Exchange exchange : ended) {
            if (exchange.getException() != null) {
                assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.UNIQUE_VIOLATION);
                failed++;
            }
        }
        assertThat(failed).isEqualTo(5);
        assertThat(pg.scalar("SELECT count(*) FROM counter")).isEqualTo("496");
    }

    @Test
    void inARouteItIsAsynchronousAndInAScopeItIsOneOfItsSteps() throws Exception {
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:async")
                        .to("pg:query?coalesce=true&outputType=scalar&sql=SELECT name FROM item WHERE id = :{body}")
                        .transform(simple("${body}!"));
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?coalesce=true&sql=UPDATE counter SET n = n + 1")
                        .to("pg:query?coalesce=true&outputType=scalar&sql=SELECT n FROM counter")
                        .choice()
                        .when(body().isEqualTo(1))
                        .throwException(new IllegalStateException("undone"));
            }
        });
        List<CompletableFuture<Object>> running = IntStream.range(1, 400)
                .mapToObj(i -> pg.template().asyncRequestBody("direct:async", i))
                .toList();
        for (int i = 1; i < 400; i++) {
            assertThat(running.get(i - 1).join()).isEqualTo("n" + i + "!");
        }
        assertThat(pg.send("direct:scope", null).getException()).hasMessage("undone");
        assertThat(pg.scalar("SELECT n FROM counter")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg:transaction?coalesce=true&sql=SELECT 1",
                "pg:execute?coalesce=true&batch=true&sql=DELETE FROM item",
                "pg:execute?coalesce=true&expectedUpdateCount=1&sql=DELETE FROM item",
                "pg:execute?coalesce=true&sql=VACUUM",
                "pg:query?coalesce=true&sql=SHOW server_version",
                "pg:query?coalesce=true&allowDynamicSql=true",
            })
    void whatCannotBeCoalescedIsRefusedAtStart(String uri) {
        assertThatThrownBy(() -> pg.camel().getEndpoint(uri)).hasStackTraceContaining("PG-501");
    }
}
