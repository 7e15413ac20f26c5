package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.error.PgException;
import io.camelpg.support.LogCapture;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that do not fit: a clear error that shows no value, and a connection that works on. */
class BadValuesIT {
    private static final String CANARY = "canary73";
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        pg.sql("CREATE TYPE mood AS ENUM ('good'); CREATE TYPE pair AS (a int, b text);"
                + " CREATE DOMAIN short AS text CHECK (length(VALUE) < 5);"
                + " CREATE TABLE item (id text PRIMARY KEY, short varchar(5), n numeric(3,1), CHECK (id <> 'canary73c'));"
                + " CREATE TABLE child (id text REFERENCES item); INSERT INTO item VALUES ('canary73');"
                + " CREATE FUNCTION complain(a text) RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''no: %'', a USING DETAIL = a, HINT = a; END'");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static PgException refused(String uri, Object body) {
        try (LogCapture log = new LogCapture()) {
            Exchange exchange = pg.send(uri, body);
            assertThat(exchange.getException()).isInstanceOf(PgException.class);
            StringWriter trace = new StringWriter();
            exchange.getException().printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("canary");
            assertThat(log.text()).doesNotContain("canary");
            assertThat(pg.send("pg:query?outputType=scalar&sql=SELECT 1", null)
                            .getMessage()
                            .getBody())
                    .isEqualTo(1);
            return (PgException) exchange.getException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallint",
                "int",
                "bigint",
                "numeric",
                "real",
                "float8",
                "boolean",
                "date",
                "time",
                "timetz",
                "timestamp",
                "timestamptz",
                "interval",
                "uuid",
                "bytea",
                "json",
                "jsonb",
                "xml",
                "inet",
                "cidr",
                "macaddr",
                "bit(3)",
                "varbit",
                "point",
                "box",
                "polygon",
                "circle",
                "int4range",
                "daterange",
                "int4multirange",
                "int[]",
                "text[][]",
                "mood",
                "mood[]",
                "pair",
                "pair[]",
                "short",
                "tsquery",
                "jsonpath",
                "regclass",
                "regtype",
                "regproc",
                "regrole",
                "regnamespace",
                "oid",
                "money",
                "pg_lsn",
                "tid",
                "xid",
                "int2vector"
            })
    void textThatIsNoValueOfItsType(String type) {
        assumeTrue(!type.endsWith("multirange") || TestPostgres.majorVersion() >= 14, "multiranges came with 14");
        for (String text : List.of(
                CANARY, "{" + CANARY, "(" + CANARY + ",", CANARY + " & \"" + CANARY + "\" (\u00e4", "\\" + CANARY)) {
            Exchange exchange = pg.send("pg:query?sql=SELECT :v::" + type, Map.of("v", text));
            if (exchange.getException() != null) {
                PgException failure = refused("pg:query?sql=SELECT :v::" + type, Map.of("v", text));
                assertThat(failure.code()).matches("PG-(2|3).*");
            }
        }
        assertThat(refused("pg:query?sql=SELECT :v::" + type, Map.of("v", new Object() {
                            @Override
                            public String toString() {
                                return CANARY;
                            }
                        }))
                        .code())
                .isEqualTo("PG-301");
    }

    @Test
    void numbersThatDoNotFit() {
        String sql = "pg:query?sql=SELECT :v::";
        for (Object number : List.of(70_000_000_000L, new BigDecimal("1e40"), Double.NaN, "70000000000", 1.5)) {
            assertThat(refused(sql + "smallint", Map.of("v", number)).code()).isIn("PG-301", "PG-314");
        }
        assertThat(refused("pg:execute?sql=UPDATE item SET n = :v", Map.of("v", new BigDecimal("123.4")))
                        .sqlState())
                .isEqualTo("22003");
        assertThat(refused(sql + "date", Map.of("v", LocalDate.MAX.minusDays(1)))
                        .code())
                .isIn("PG-301", "PG-314");
        assertThat(refused(sql + "int[]", Map.of("v", Arrays.asList(1, List.of(2), "canary")))
                        .code())
                .isIn("PG-301", "PG-314");
        assertThat(refused(sql + "int", Map.of("v", List.of(1))).code()).isEqualTo("PG-301");
        assertThat(refused(sql + "pair", Map.of("v", Map.of("canary", 1))).code())
                .isIn("PG-301", "PG-314");
        assertThat(refused("pg:execute?sql=UPDATE item SET short = :v", Map.of("v", CANARY))
                        .sqlState())
                .isEqualTo("22001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "INSERT INTO item (id) VALUES (:v) ¦ PG-306",
                "INSERT INTO child (id) VALUES (:v || 'x') ¦ PG-307",
                "INSERT INTO item (id) VALUES (:v || 'c') ¦ PG-309",
                "INSERT INTO item (id, short) VALUES (NULL, left(:v,1)) ¦ PG-308",
                "SELECT complain(:v) ¦ PG-213",
                "SELECT (:v || 'x')::int ¦ PG-314",
                "SELECT to_date(:v, 'YYYY-MM-DD') ¦ PG-314",
                "SELECT to_regclass('item')::text::regclass::text || (:v)::regclass::text ¦ PG-206",
                "SELECT date_trunc(:v, now()) ¦ PG-314",
                "SELECT convert_from(convert_to(:v, 'UTF8'), :v) ¦ PG-314",
                "SELECT encode('a'::bytea, :v) ¦ PG-314",
                "SELECT '(' ~ ('(' || :v) ¦ PG-314",
                "SELECT set_config(:v, 'a', false) ¦ PG-218",
                "SELECT (:v || ' x')::tsquery ¦ PG-201",
                "SELECT jsonb_path_query('1', (:v || '((')::jsonpath) ¦ PG-201",
                "SELECT current_setting(:v) ¦ PG-218",
                "SELECT nextval(:v::text::regclass) ¦ PG-206",
                "SELECT (:v || '.a.b.c.d')::regclass ¦ PG-201",
                "SELECT has_table_privilege(:v, 'item', 'select') ¦ PG-218",
                "SELECT has_table_privilege('item', :v) ¦ PG-314",
                "DO $$ BEGIN PERFORM complain('x'); END $$ ¦ PG-213",
            })
    void failuresWhileItRuns(String sql, String code) {
        String statement = sql.replace("\\|", "|");
        pg.camel().getRegistry().bind("statement" + statement.hashCode(), statement);
        PgException failure = refused("pg:execute?sql=#bean:statement" + statement.hashCode(), Map.of("v", CANARY));
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary\u0000", "\u0000", "canary\ud800", "\udc00canary", "\ud800\ud800"})
    void textThatCannotBeStored(String text) {
        String sql = "pg:query?sql=SELECT :v::";
        for (String type : List.of("text", "varchar(200)", "json", "xml", "mood", "name", "int", "uuid")) {
            assertThat(refused(sql + type, Map.of("v", text)).code()).as(type).isIn("PG-302", "PG-301", "PG-314");
        }
        for (Object value : List.of(List.of(text), new String[] {text}, List.of(List.of(text)))) {
            assertThat(refused(sql + "text[]", Map.of("v", value)).code()).isIn("PG-302", "PG-301", "PG-314");
        }
        for (Object value : List.of(Map.of("k", text), Map.of(text, 1), List.of(text), Map.of("k", List.of(text)))) {
            assertThat(refused(sql + "jsonb", Map.of("v", value)).code()).isIn("PG-302", "PG-301", "PG-314");
        }
        assertThat(refused(sql + "pair", Map.of("v", Map.of("a", 1, "b", text))).code())
                .isIn("PG-302", "PG-301");
        assertThat(refused("pg:query?sql=SELECT 1 WHERE 'a' IN (:in:v)", Map.of("v", List.of(text)))
                        .code())
                .isIn("PG-302", "PG-301", "PG-314");
        assertThat(pg.send("pg:query?allowDynamicSql=true", null, Map.of(PgConstants.SQL, "SELECT '" + text + "'"))
                        .getException())
                .isInstanceOf(PgException.class);
    }

    @Test
    void anInjectionStaysAValueOnEveryRoute() {
        for (String attack : List.of(
                "' OR '1'='1",
                "'; DROP TABLE item; --",
                "\\'; DROP TABLE item; --",
                "1; DELETE FROM item",
                "$$; DROP TABLE item; $$",
                "\u02bc OR 1=1",
                "%' --",
                ":v",
                "$1",
                "${body}",
                "{{x}}",
                "a,b",
                "{a,b}",
                "NULL",
                "",
                "?",
                "/*",
                "--",
                "\n",
                "file:/etc/passwd",
                "#bean:x",
                "\"")) {
            String sql = "pg:query?outputType=scalar&sql=SELECT :v::text";
            Map<String, Object> value = Map.of("v", attack);
            List<Exchange> answers = new ArrayList<>();
            answers.add(pg.send(sql, value));
            answers.add(pg.send(sql, null, Map.of(PgConstants.PARAMETERS, value)));
            answers.add(pg.send(sql, null, value));
            answers.add(pg.template().send(sql, exchange -> exchange.setVariable("v", attack)));
            answers.add(pg.send("pg:query?outputType=scalar&sql=SELECT $1::text", List.of(attack)));
            answers.add(pg.send("pg:query?outputType=scalar&sql=SELECT :{body}::text", attack));
            answers.add(pg.send("pg:query?outputType=scalar&sql=SELECT x FROM unnest(ARRAY[:v]) x", value));
            answers.add(pg.send(
                    "pg:query?outputType=scalar&sql=SELECT x FROM (SELECT :v::text AS x) q WHERE x IN (:in:w)",
                    Map.of("v", attack, "w", List.of(attack))));
            answers.add(pg.send("pg:query?outputType=scalar&sql=SELECT (:v::text[])[1]", Map.of("v", List.of(attack))));
            answers.add(pg.send(
                    "pg:query?outputType=scalar&sql=SELECT :v::jsonb ->> 'k'", Map.of("v", Map.of("k", attack))));
            answers.add(pg.send(
                    "pg:query?outputType=scalar&sql=SELECT (:v::pair).b", Map.of("v", Map.of("a", 1, "b", attack))));
            for (Exchange answer : answers) {
                assertThat(answer.getException()).as(attack).isNull();
                assertThat(answer.getMessage().getBody()).isEqualTo(attack);
            }
            assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("1");
        }
    }

    @Test
    void manyParameters() {
        StringBuilder sql = new StringBuilder("SELECT 1 WHERE 1 IN ($1");
        for (int i = 2; i <= 70_000; i++) {
            sql.append(",$").append(i);
        }
        pg.camel().getRegistry().bind("many", sql.append(')').toString());
        Throwable cause = null;
        try {
            pg.send("pg:query?sql=#bean:many", List.of());
        } catch (RuntimeException e) {
            for (cause = e; !(cause instanceof PgException) && cause.getCause() != null; cause = cause.getCause()) {
                assertThat(cause).isNotNull();
            }
        }
        assertThat(cause)
                .isInstanceOf(PgException.class)
                .hasMessageStartingWith("PG-214")
                .hasMessageContaining("70000");
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            values.add(i);
        }
        assertThat(pg.send(
                                "pg:query?outputType=scalar&sql=SELECT count(*) FROM generate_series(60000, 79999) i WHERE i"
                                        + " IN (:in:ids)",
                                Map.of("ids", values))
                        .getMessage()
                        .getBody())
                .isEqualTo(10_000L);
    }

    @Test
    void nullsAreValues() {
        Map<String, Object> none = new HashMap<>();
        none.put("v", null);
        for (String type : List.of("int", "text", "jsonb", "int[]", "mood", "pair", "timestamptz", "bytea")) {
            Exchange exchange = pg.send("pg:query?outputType=scalar&sql=SELECT :v::" + type + " IS NULL", none);
            assertThat(exchange.getMessage().getBody()).isEqualTo(true);
        }
    }
}
