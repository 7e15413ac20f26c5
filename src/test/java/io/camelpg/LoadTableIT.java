package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of every kind, values of every type, and tables that change. */
@Tag("core")
class LoadTableIT {
    private static PgContext pg;
    private static int tables;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN price AS numeric(9,3) CHECK (VALUE > -5);"
                + " CREATE DOMAIN code AS varchar(4); CREATE TYPE pair AS (x int, y text); CREATE DOMAIN tags AS text[];"
                + " CREATE EXTENSION hstore");
    }

    @AfterAll
    static void stop() {
        pg.close();
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

    /** Values as they are, all in one COPY, and read back as what pg:upsert makes of each alone; then what pg:query reads, loaded. */
    private static void compare(String type, Object... values) {
        String many = "many_" + ++tables;
        String one = "one_" + tables;
        pg.sql("CREATE TABLE " + many + " (id int PRIMARY KEY, value " + type + "); CREATE TABLE " + one + " (LIKE "
                + many + " INCLUDING ALL)");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object value : values) {
            Map<String, Object> row = new HashMap<>();
            row.put("id", rows.size());
            row.put("value", value);
            rows.add(row);
            assertThat(pg.send("pg:upsert:" + one, row).getException()).isNull();
        }
        load(many, rows);
        String all = "SELECT string_agg(value::text, ' | ' ORDER BY id) || count(*) FROM ";
        String expected = pg.scalar(all + one);
        assertThat(pg.scalar(all + many)).as(type).isEqualTo(expected);
        Object read =
                pg.send("pg:query?sql=SELECT * FROM " + one, null).getMessage().getBody();
        pg.sql("TRUNCATE " + many);
        load(many, read);
        assertThat(pg.scalar(all + many)).as(type).isEqualTo(expected);
        Object json = pg.send("pg:query?outputType=ndjson&sql=SELECT * FROM " + one, null)
                .getMessage()
                .getBody(String.class);
        pg.sql("TRUNCATE " + many);
        load(many, json);
        assertThat(pg.scalar(all + many)).as(type + " as JSON").isEqualTo(expected);
        Object csv = pg.send("pg:query?outputType=csv&sql=SELECT * FROM " + one, null)
                .getMessage()
                .getBody(String.class);
        pg.sql("TRUNCATE " + many);
        load(many + "?format=csv", csv);
        assertThat(pg.scalar(all + many)).as(type + " as CSV").isEqualTo(expected);
    }

    @Test
    void valuesOfEveryType() {
        compare("smallint", Short.MIN_VALUE, null, 7L, Short.MAX_VALUE);
        compare("bigint", Long.MIN_VALUE, 1, BigInteger.valueOf(-1), new BigDecimal("12.00"));
        compare("real", 1.5f, -0.5f, Float.NaN);
        compare("double precision", 1.5, Double.NEGATIVE_INFINITY, 1e300);
        compare("numeric", new BigDecimal("0.25"), new BigDecimal("1E+5"), Double.NaN, new BigDecimal("-0.1"));
        compare("numeric(6,2)", new BigDecimal("1.005"), 3);
        compare("boolean", true, false, null);
        compare("text", "a\\b\t\n\r", "ä€😀", null, 5, 'c', "\\N", "\\.", "NULL");
        compare("varchar(3)", "abc", "ab   ", "äöü");
        compare("char(5)", "a", "ab  ");
        compare("mood", "sad", "ok", null);
        compare("json", "{\"a\":1}", Map.of("b", List.of(1, 2)), true);
        compare("jsonb", "{\"a\" : 1}", Map.of("b", List.of(1, 2)), 7);
        compare("bytea", new byte[] {0, -1, 92}, null);
        compare("uuid", new UUID(-1, 1), new UUID(5, -5));
        compare("date", LocalDate.of(2026, 2, 28), LocalDate.of(1, 3, 15));
        compare("timestamp(0)", LocalDateTime.of(2026, 1, 1, 0, 0, 0, 600_000_000), LocalDateTime.of(1999, 1, 1, 0, 0));
        compare("timestamptz", Instant.EPOCH, Instant.parse("2026-07-01T12:00:00.123456Z"), null);
        compare("time", LocalTime.of(1, 2, 3, 4000), LocalTime.MIDNIGHT);
        compare("timetz", OffsetTime.parse("10:00:00+02:00"));
        compare("interval", Duration.ofSeconds(-5), Duration.ofDays(400), "1 mon");
        compare("price", new BigDecimal("1.23456"), new BigDecimal("-4.9994"), 0);
        compare("code", "ab", "abcd");
        compare("int[]", List.of(1, 2, 3), Arrays.asList(4, null), List.of(List.of(1), List.of(2)));
        compare("text[]", List.of("a,b", "\"", "NULL", "\\"), List.of("x"));
        compare("tags", List.of("a b", "{}"));
        compare("mood[]", List.of("sad", "ok"));
        compare("inet", "10.0.0.1/8", "::1");
        compare("bit(3)", "101");
        compare("int4range", "[1,5)", "empty");
        compare("point", "(1,2)");
        compare("hstore", "a=>1");
        compare("xml", "<a/>");
        compare("money", "1.00");
    }

    @Test
    void compositesAndStreams() {
        pg.sql("CREATE TABLE mixed (id int, p pair, ps pair[], b bytea, label text)");
        load(
                "mixed",
                List.of(
                        Map.of("id", 1, "p", Map.of("x", 1, "y", "a,\"b"), "ps", List.of(Map.of("x", 1, "y", "z"))),
                        Map.of("id", 2, "b", new ByteArrayInputStream(new byte[] {1, 2, 3}), "label", "s"),
                        Map.of("id", 3, "b", new byte[] {4}, "label", "t")));
        assertThat(pg.scalar("SELECT string_agg(m::text, ' ' ORDER BY id) FROM mixed m"))
                .isEqualTo("(1,\"(1,\"\"a,\"\"\"\"b\"\")\",\"{\"\"(1,z)\"\"}\",,) (2,,,\"\\\\x010203\",s)"
                        + " (3,,,\"\\\\x04\",t)");
    }

    /** What was read from a stream is gone: the call fails, and nothing is written without it. */
    @Test
    void aStreamIsNotSentTwice() {
        pg.sql("CREATE TABLE doc (id int, b bytea)");
        String uri = "doc";
        load(uri, Map.of("id", 1, "b", new byte[] {1}));
        pg.sql("ALTER TABLE doc ADD note text");
        Exchange exchange =
                pg.send("pg:load:" + uri, Map.of("id", 2, "b", new ByteArrayInputStream(new byte[] {1, 2, 3})));
        assertThat(pg.scalar("SELECT coalesce(string_agg(b::text, ' '), '') FROM doc WHERE id = 2"))
                .isEqualTo(exchange.getException() == null ? "\\x010203" : "");
        load(uri, Map.of("id", 3, "b", new ByteArrayInputStream(new byte[] {4})));
        assertThat(pg.scalar("SELECT b FROM doc WHERE id = 3")).isEqualTo("\\x04");

        pg.sql("CREATE TABLE cast_doc (id int PRIMARY KEY, n int, b bytea, _camel_meta jsonb)");
        Exchange cast = pg.send(
                "pg:load:cast_doc?mode=incremental-append&badRows=reject",
                List.of(
                        Map.of("id", 1, "n", "abc"),
                        Map.of("id", 2, "n", "2", "b", new ByteArrayInputStream(new byte[] {5}))));
        assertThat(cast.getException()).isNull();
        assertThat(pg.scalar("SELECT b FROM cast_doc WHERE id = 2")).isEqualTo("\\x05");
    }

    @Test
    void oddNames() {
        pg.sql("CREATE SCHEMA \"My Schema\"; CREATE TABLE \"My Schema\".\"My, line 7 \"\"Table\" (\"we\"\"ird\" int,"
                + " \"select\" text, \"a,b\" int, \"Ünï çode\" text)");
        String table = "\"My Schema\".\"My, line 7 \"\"Table\"";
        load(table, Map.of("we\"ird", 1, "select", "x", "a,b", 2, "Ünï çode", "ß"));
        load(table + "?format=csv&columns=\"a,b\",\"we\"\"ird\"", "\"a,b\",\"we\"\"ird\"\n3,2\n");
        assertThat(pg.scalar("SELECT string_agg(t::text, ' ' ORDER BY 1) FROM " + table + " t"))
                .isEqualTo("(1,x,2,ß) (2,,3,)");
        assertThat(refused(table + "?format=csv", "\"a,b\"\n3\nx\n"))
                .hasMessageContaining("row 1 ")
                .hasMessageContaining("column \"a,b\"");
    }

    @Test
    void fieldNamesAreNeverSql() {
        pg.sql("CREATE TABLE safe (id int, name text, rest jsonb)");
        for (String name : List.of("name) FROM PROGRAM 'x'; --", "name\", \"id", "id\u0000", "$1", "x".repeat(5000))) {
            assertThat(refused("safe", Map.of("id", 1, name, "x")).code()).isEqualTo("PG-207");
            load("safe?unknownFields=store:rest", Map.of("id", 2, name.replace("\u0000", "0"), "x"));
        }
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(name) FROM safe")).isEqualTo("5 0");
    }

    @Test
    void whatTheServerCalculates() {
        pg.sql("CREATE TABLE calc (id bigint GENERATED ALWAYS AS IDENTITY, n int, twice int GENERATED ALWAYS AS"
                + " (n * 2) STORED, seq int GENERATED BY DEFAULT AS IDENTITY, day date DEFAULT '2026-01-01')");
        load("calc", List.of(Map.of("n", 1), Map.of("id", 70, "n", 2, "twice", 99), Map.of("n", 3, "seq", 9)));
        assertThat(pg.scalar("SELECT string_agg(c::text, ' ' ORDER BY n) FROM calc c"))
                .isEqualTo("(1,1,2,1,2026-01-01) (70,2,4,2,2026-01-01) (2,3,6,9,2026-01-01)");
        assertThatThrownBy(() -> pg.send("pg:load:calc?columns=n,twice", Map.of("n", 1)))
                .hasStackTraceContaining("PG-501")
                .hasStackTraceContaining("columns names \"twice\", which the server calculates");
    }

    @Test
    void partitionsAndTriggers() {
        pg.sql("CREATE TABLE parted (id int NOT NULL, name text) PARTITION BY RANGE (id);"
                + " CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (100);"
                + " CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (100) TO (200);"
                + " CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.name = 'skip' THEN RETURN NULL; END IF;"
                + " IF NEW.name LIKE 'bad%' THEN RAISE 'no %', NEW.name; END IF;"
                + " NEW.name := upper(NEW.name); RETURN NEW; END $$;"
                + " CREATE TABLE watched (id int, name text);"
                + " CREATE TRIGGER w BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION watch()");
        List<Map<String, Object>> rows =
                List.of(Map.of("id", 1, "name", "a"), Map.of("id", 150, "name", "b"), Map.of("id", 250, "name", "c"));
        assertThat(refused("parted", rows)).hasMessageContaining("PG-309").hasMessageContaining("row 2 ");
        load("parted?badRows=reject", rows);
        assertThat(pg.scalar("SELECT string_agg(tableoid::regclass || ':' || id, ' ' ORDER BY id) FROM parted"))
                .isEqualTo("parted_low:1 parted_high:150");
        Exchange kept = load(
                "watched?badRows=reject",
                List.of(
                        Map.of("id", 1, "name", "a"),
                        Map.of("id", 2, "name", "skip"),
                        Map.of("id", 3, "name", "bad canary"),
                        Map.of("id", 4, "name", "d")));
        assertThat(kept.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(2L);
        assertThat(kept.getMessage().getHeader(PgConstants.SKIPPED_COUNT)).isEqualTo(1L);
        Map<?, ?> rejected = (Map<?, ?>) kept.getMessage()
                .getHeader(PgConstants.REJECTED_ROWS, List.class)
                .get(0);
        assertThat(rejected.get("sqlState")).isEqualTo("P0001");
        assertThat((String) rejected.get("message")).isEqualTo("no (not shown)");
        assertThat(refused("watched", List.of(Map.of("id", 5, "name", "x"), Map.of("id", 6, "name", "bad canary"))))
                .hasMessageContaining("row 1 ")
                .hasMessageNotContaining("canary");
        assertThat(pg.scalar("SELECT string_agg(name, ' ' ORDER BY id) FROM watched"))
                .isEqualTo("A D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW it AS SELECT * FROM behind",
                "CREATE MATERIALIZED VIEW it AS SELECT * FROM behind",
                "CREATE TABLE it (id int PRIMARY KEY); CREATE RULE r AS ON INSERT TO it DO INSTEAD NOTHING"
            })
    void whatCopyDoesNotWorkWith(String create) {
        pg.sql("CREATE TABLE IF NOT EXISTS behind (id int PRIMARY KEY); " + create);
        assertThatThrownBy(() -> pg.send("pg:load:it", Map.of("id", 1)))
                .hasStackTraceContaining("PG-504")
                .hasStackTraceContaining("pg:load fills tables");
        pg.sql("DROP "
                + (create.contains("CREATE VIEW") ? "VIEW" : create.contains("MATER") ? "MATERIALIZED VIEW" : "TABLE")
                + " it");
    }

    @Test
    void aViewWithATrigger() {
        pg.sql("CREATE TABLE base (id int, name text); CREATE VIEW face AS SELECT id, name AS label FROM base;"
                + " CREATE FUNCTION into_base() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " INSERT INTO base VALUES (NEW.id, NEW.label); RETURN NEW; END $$;"
                + " CREATE TRIGGER t INSTEAD OF INSERT ON face FOR EACH ROW EXECUTE FUNCTION into_base()");
        load("face", List.of(Map.of("id", 1, "label", "a"), Map.of("id", 2)));
        assertThat(pg.scalar("SELECT string_agg(b::text, ' ' ORDER BY id) FROM base b"))
                .isEqualTo("(1,a) (2,)");
    }

    @Test
    void privilegesAreTheServersToCheck() {
        pg.sql("CREATE TABLE guarded (id int, name text, secret text); DROP ROLE IF EXISTS loader; CREATE ROLE loader;"
                + " GRANT INSERT (id, name) ON guarded TO loader");
        try {
            load("guarded?role=loader", Map.of("id", 1, "name", "a"));
            assertThat(refused("guarded?role=loader", Map.of("id", 1, "secret", "a"))
                            .code())
                    .isEqualTo("PG-212");
            assertThat(pg.scalar("SELECT count(*) FROM guarded")).isEqualTo("1");
        } finally {
            TestPostgres.execute(pg.database(), "DROP OWNED BY loader; DROP ROLE loader");
        }
    }

    /** Eight bytes of one type are eight bytes of another, and COPY does not ask. */
    @Test
    void aTableThatChanges() {
        pg.sql("CREATE TABLE moving (id int, n bigint)");
        load("moving", Map.of("id", 1, "n", 1));
        pg.sql("ALTER TABLE moving ALTER n TYPE double precision");
        load("moving", Map.of("id", 2, "n", 2));
        pg.sql("ALTER TABLE moving ALTER n TYPE text, ADD extra int");
        load("moving", Map.of("id", 3, "n", 3, "extra", 5));
        pg.sql("ALTER TABLE moving DROP extra");
        assertThat(refused("moving", Map.of("id", 4, "extra", 5)).code()).isEqualTo("PG-207");
        pg.sql("DROP TABLE moving; CREATE TABLE moving (n smallint, id bigint)");
        load("moving", List.of(Map.of("id", 5, "n", 5), Map.of("id", 6, "n", 6)));
        pg.sql("ALTER TABLE moving ALTER n TYPE int");
        Map<String, Object> row = new LinkedHashMap<>(Map.of("id", 7, "n", 100_000));
        load("moving?badRows=reject", List.of(row));
        assertThat(pg.scalar("SELECT string_agg(m::text, ' ' ORDER BY id) FROM moving m"))
                .isEqualTo("(5,5) (6,6) (100000,7)");
    }

    @Test
    void aTableThatComesLater() {
        assertThat(refused("later", Map.of("id", 1)).code()).isEqualTo("PG-206");
        pg.sql("CREATE TABLE later (id int)");
        load("later", Map.of("id", 1));
        assertThat(pg.scalar("SELECT count(*) FROM later")).isEqualTo("1");
    }
}
