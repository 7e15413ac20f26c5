package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be run as they are: a clear error each, and the connection works on. */
class BadInputIT {
    private static PgContext pg;

    record Body(int id, String name) {}

    public static final class Bean {
        public int getId() {
            return 7;
        }

        public String getName() {
            return null;
        }
    }

    public record Pair(int a, String b) {}

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void theConnectionWorksOn() {
        assertThat(pg.component().connections().get(null).database().pool().active())
                .isZero();
        assertThat(value("SELECT 1", null, Map.of())).isEqualTo(1);
    }

    private static @Nullable Object value(String sql, @Nullable Object body, Map<String, Object> headers) {
        Exchange exchange = pg.send("pg:query?outputType=scalar&sql=" + sql, body, headers);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    private static PgException refused(String uri, @Nullable Object body, Map<String, Object> headers) {
        Exchange exchange = pg.send(uri, body, headers);
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    private static PgException refused(String uri, @Nullable Object body) {
        return refused(uri, body, Map.of());
    }

    /** For endpoints that cannot be created. */
    private static PgException invalid(String uri) {
        StringBuilder others = new StringBuilder();
        Throwable[] found = new Throwable[1];
        assertThatThrownBy(() -> pg.camel().getEndpoint(uri).createProducer()).satisfies(thrown -> {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                others.append(' ').append(cause);
                if (cause instanceof PgException) {
                    found[0] = cause;
                }
            }
        });
        assertThat(found[0]).as(uri + others).isInstanceOf(PgException.class);
        return (PgException) found[0];
    }

    @Test
    void aMissingParameterIsNamedWithThePlacesLookedAt() {
        assertThat(refused("pg:query?sql=SELECT :here, :gone", Map.of("here", 1)))
                .hasMessageStartingWith(
                        "PG-101 :gone has no value: looked in CamelPgParameters, the body (a Map), header"
                                + " 'gone', variable 'gone'");
        assertThat(refused("pg:query?sql=SELECT :gone", null)).hasMessageContaining("the body (null)");
        assertThat(refused("pg:query?sql=SELECT :gone", new Body(1, "x"))).hasMessageContaining("BadInputIT$Body");
        assertThat(refused("pg:query?sql=SELECT :gone", "text")).hasMessageContaining("the body (text)");
    }

    @Test
    void positionalValuesAreCounted() {
        String sql = "pg:query?sql=SELECT $1::int + $2::int";
        assertThat(refused(sql, List.of(1)))
                .hasMessageStartingWith("PG-102 expected 2 values for $1 to $2, got 1 in the body");
        assertThat(refused(sql, List.of(1, 2, 3)).code()).isEqualTo("PG-102");
        assertThat(refused(sql, null, Map.of(PgConstants.PARAMETERS, List.of(1))))
                .hasMessageContaining("got 1 in CamelPgParameters");
        assertThat(refused(sql, Map.of("1", 1)).code()).isEqualTo("PG-103");
        assertThat(refused(sql, "1,2").code()).isEqualTo("PG-103");
        assertThat(refused(sql, null).code()).isEqualTo("PG-103");
        assertThat(value("SELECT $1::int + $2::int", new int[] {1, 2}, Map.of()))
                .isEqualTo(3);
    }

    @Test
    void statementsAreLookedAtWhenTheRouteStarts() {
        assertThat(invalid("pg:query?sql=SELECT :a, $1").code()).isEqualTo("PG-202");
        assertThat(invalid("pg:query?sql=SELECT 1; SELECT 2").code()).isEqualTo("PG-203");
        assertThat(invalid("pg:query?sql=DELETE FROM t").code()).isEqualTo("PG-204");
        assertThat(invalid("pg:query?sql=SELECT 'open").code()).isEqualTo("PG-201");
        assertThat(invalid("pg:query?sql=-- nothing").code()).isEqualTo("PG-105");
        assertThat(invalid("pg:execute?sql=COMMIT").code()).isEqualTo("PG-205");
        assertThat(invalid("pg:query?sql=file:/no/such/file.sql").code()).isEqualTo("PG-502");
        assertThat(invalid("pg:query?sql=classpath:no/such.sql").code()).isEqualTo("PG-502");
        assertThat(invalid("pg:query?sql=#bean:nosuch").code()).isEqualTo("PG-502");
        assertThat(invalid("pg:query?sql=SELECT 1&connection=nosuch").code()).isEqualTo("PG-503");
        assertThat(invalid("pg:query?sql=SELECT 1&outputClass=no.Such").code()).isEqualTo("PG-501");
    }

    @Test
    void allWrongOptionsAreReportedTogether() {
        assertThat(
                        invalid(
                                "pg:query?maxRow=1&timeout=soon&outputType=table&maxRows=many&batch=maybe&onMaxRows=cut&nonsense=1"))
                .hasMessageContaining("PG-501")
                .hasMessageContaining("no option 'maxRow'; perhaps you meant 'maxRows'")
                .hasMessageContaining("timeout must be a duration")
                .hasMessageContaining("outputType must be one of list, one, scalar, stream")
                .hasMessageContaining("maxRows must be a whole number")
                .hasMessageContaining("batch must be true or false")
                .hasMessageContaining("onMaxRows must be one of fail, truncate")
                .hasMessageContaining("no option 'nonsense'");
        assertThat(
                        invalid(
                                "pg:query:target?maxRows=-1&batch=true&batchSize=0&expectedUpdateCount=1&outputType=json&outputClass=x"))
                .hasMessageContaining("takes no target")
                .hasMessageContaining("maxRows must not be negative")
                .hasMessageContaining("batchSize must be at least 1")
                .hasMessageContaining("sql is not set")
                .hasMessageContaining("batch is an option of pg:execute")
                .hasMessageContaining("expectedUpdateCount is an option of pg:execute")
                .hasMessageContaining("outputClass goes with");
        assertThat(invalid("pg:quary?sql=SELECT 1")).hasMessageContaining("no operation 'quary'");
        assertThat(invalid("pg:query?sql=SELECT 1&maxRows=99999999999")).hasMessageContaining("maxRows");
        assertThat(invalid("pg:query?sql=SELECT 1&timeout=-1s").code()).isEqualTo("PG-501");
    }

    @Test
    void sqlInAMessageNeedsLeave() {
        Map<String, Object> header = Map.of(PgConstants.SQL, "SELECT 2");
        assertThat(refused("pg:query?sql=SELECT 1", null, header).code()).isEqualTo("PG-104");
        assertThat(refused("pg:query?sql=SELECT 1", null, Map.of(PgConstants.SQL, new Object()))
                        .code())
                .isEqualTo("PG-104");
        String dynamic = "pg:query?outputType=scalar&allowDynamicSql=true";
        assertThat(pg.send(dynamic + "&sql=SELECT 1", null, header).getMessage().getBody())
                .isEqualTo(2);
        assertThat(pg.send(dynamic + "&sql=SELECT 1", "SELECT 3").getMessage().getBody())
                .isEqualTo(1);
        assertThat(pg.send(dynamic, "SELECT 3").getMessage().getBody()).isEqualTo(3);
        assertThat(refused(dynamic, null).code()).isEqualTo("PG-105");
        assertThat(refused(dynamic, "").code()).isEqualTo("PG-105");
    }

    @Test
    void sqlInAMessageIsTextAndNothingElse() {
        String dynamic = "pg:query?outputType=scalar&allowDynamicSql=true";
        for (String text : List.of(
                "file:/etc/passwd", "classpath:read-only-schema.sql", "#bean:one", "resource:file:/etc/passwd")) {
            pg.camel().getRegistry().bind("one", "SELECT 1");
            assertThat(refused(dynamic, null, Map.of(PgConstants.SQL, text)).code())
                    .isIn("PG-201", "PG-204");
            assertThat(refused(dynamic, text).code()).isIn("PG-201", "PG-204");
        }
        for (String text : List.of("SELECT :{body}", "SELECT :#${body}", "SELECT :{exchangeId}::text")) {
            assertThat(refused(dynamic, null, Map.of(PgConstants.SQL, text)).code())
                    .isEqualTo("PG-104");
        }
        assertThat(pg.send(dynamic, "x", Map.of(PgConstants.SQL, "SELECT '${body}{{none}}'"))
                        .getMessage()
                        .getBody())
                .isEqualTo("${body}{{none}}");
    }

    @Test
    void everyBodyWithNamedValues() {
        String sql = "SELECT :id::text || coalesce(:name::text, '-')";
        String json = "{\"id\": 7, \"name\": null}";
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> map = new HashMap<>();
        map.put("id", 7);
        map.put("name", null);
        for (Object body : List.of(map, new Body(7, null), new Bean(), json, utf8, new ByteArrayInputStream(utf8))) {
            assertThat(value(sql, body, Map.of())).as(body.getClass().getName()).isEqualTo("7-");
        }
        assertThat(refused("pg:query?sql=" + sql, "{\"id\": 7, canary}"))
                .hasMessageStartingWith("PG-106")
                .hasMessageNotContaining("canary");
        assertThat(refused("pg:query?sql=" + sql, "[1]").code()).isEqualTo("PG-101");
        assertThat(refused("pg:query?sql=" + sql, "{\"a\":".repeat(100_000)).code())
                .isIn("PG-106", "PG-101");
    }

    @Test
    void theNearestPlaceWins() {
        String uri = "pg:query?outputType=scalar&sql=SELECT :v::text";
        Map<String, Object> headers = new HashMap<>(Map.of("v", "header"));
        assertThat(sent(uri, null, Map.of())).isEqualTo("variable");
        assertThat(sent(uri, null, headers)).isEqualTo("header");
        assertThat(sent(uri, Map.of("v", "body"), headers)).isEqualTo("body");
        headers.put(PgConstants.PARAMETERS, Map.of("v", "parameters"));
        assertThat(sent(uri, Map.of("v", "body"), headers)).isEqualTo("parameters");
        assertThat(sent(uri + "&parameter.v=fixed", Map.of("v", "body"), headers))
                .isEqualTo("fixed");
        assertThat(sent(uri + "&parameter.v=${header.other}", Map.of("v", "body"), headers))
                .isNull();
        assertThat(sent(uri + "&parameter.v=${variable.v}", Map.of("v", "body"), headers))
                .isEqualTo("variable");
        Map<String, Object> none = new HashMap<>();
        none.put("v", null);
        assertThat(sent(uri, none, Map.of("v", "header"))).isNull();
        assertThat(sent(uri, Map.of("v", "body"), Map.of(PgConstants.PARAMETERS, none)))
                .isNull();
        assertThat(sent(uri, null, none)).isNull();
    }

    private static @Nullable Object sent(String uri, @Nullable Object body, Map<String, Object> headers) {
        Exchange exchange = pg.template().send(uri, sending -> {
            sending.setVariable("v", "variable");
            sending.getMessage().setBody(body);
            sending.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg:query", "pg:execute"})
    void aStatementPastItsDeadline(String verb) {
        for (String outputType : List.of("list", "scalar", "stream", "json")) {
            assertThat(refused(verb + "?timeout=300ms&outputType=" + outputType + "&sql=SELECT pg_sleep(30)", null))
                    .hasMessageStartingWith("PG-210")
                    .hasMessageContaining("300 ms");
            assertThat(value("SELECT 1", null, Map.of())).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "one", "stream", "json", "ndjson", "csv"})
    void moreRowsThanAllowed(String outputType) {
        for (int rows : new int[] {3, 150, 20_000}) {
            String uri = "pg:query?maxRows=2&outputType=" + outputType + "&sql=SELECT i FROM generate_series(1, " + rows
                    + ") i";
            for (int time = 0; time < 3; time++) {
                assertThatThrownBy(() -> drained(uri))
                        .isInstanceOf(PgException.class)
                        .hasMessageStartingWith("PG-303");
                if (!outputType.equals("one")) {
                    assertThat(drained(uri + "&onMaxRows=truncate"))
                            .contains("1")
                            .contains("2")
                            .doesNotContain("3");
                }
            }
            if (!outputType.equals("one")) {
                assertThat(drained(uri.replace("maxRows=2", "maxRows=2147483647")))
                        .contains(String.valueOf(rows));
                assertThat(drained(uri.replace("maxRows=2", "maxRows=" + rows))).contains(String.valueOf(rows));
            }
        }
    }

    private static String drained(String uri) {
        // not through a template, which would complete the exchange before its body has been read
        Endpoint endpoint = pg.camel().getEndpoint(uri);
        Exchange exchange = endpoint.createExchange();
        try {
            endpoint.createProducer().process(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        if (exchange.getException() instanceof RuntimeException e) {
            throw e;
        }
        Object body = exchange.getMessage().getBody();
        if (body instanceof Iterator<?> rows) {
            StringBuilder text = new StringBuilder();
            rows.forEachRemaining(text::append);
            return text.toString();
        }
        if (body instanceof InputStream in) {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return String.valueOf(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "csv"})
    void aStreamReadTooLateIsNoEmptyResult(String outputType) {
        Object body = pg.send("pg:query?outputType=" + outputType + "&sql=SELECT * FROM generate_series(1, 500)", null)
                .getMessage()
                .getBody();
        assertThatThrownBy(() -> {
                    if (body instanceof Iterator<?> rows) {
                        rows.forEachRemaining(row -> assertThat(row).isNotNull());
                    } else {
                        ((InputStream) body).readAllBytes();
                    }
                })
                .isInstanceOf(PgException.class)
                .hasMessageStartingWith("PG-311");
    }

    @Test
    void oneAndScalarTakeNoMore() {
        assertThat(refused("pg:query?outputType=one&sql=SELECT i FROM generate_series(1, 2) i", null)
                        .code())
                .isEqualTo("PG-304");
        assertThat(refused("pg:query?outputType=scalar&sql=SELECT i FROM generate_series(1, 2) i", null)
                        .code())
                .isEqualTo("PG-304");
        assertThat(refused("pg:query?outputType=scalar&sql=SELECT 1, 2", null).code())
                .isEqualTo("PG-305");
    }

    @Test
    void rowsThatDoNotFitTheClass() {
        String uri = "pg:query?outputClass=" + Pair.class.getName() + "&sql=SELECT ";
        assertThat(pg.send(uri + "1 AS a, 'x' AS b", null).getMessage().getBody())
                .isEqualTo(List.of(new Pair(1, "x")));
        for (String columns : Arrays.asList(
                "1 AS a",
                "1 AS a, 'x' AS b, 2 AS c",
                "NULL::int AS a, 'x' AS b",
                "ARRAY[1] AS a, 'x' AS b",
                "'canary' AS a, 'x' AS b")) {
            for (String outputType : List.of("list", "one")) {
                assertThat(refused(uri + columns + "&outputType=" + outputType, null))
                        .hasMessageStartingWith("PG-312")
                        .hasMessageNotContaining("canary");
            }
            assertThatThrownBy(() -> drained(uri + columns + "&outputType=stream"))
                    .isInstanceOf(PgException.class)
                    .hasMessageStartingWith("PG-312");
        }
    }
}
