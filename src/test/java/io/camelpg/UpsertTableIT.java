package io.camelpg;

import static io.camelpg.UpsertIT.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
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

/** Tables of every kind, names of every kind, and tables that change. */
@Tag("core")
class UpsertTableIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
    }

    @AfterAll
    static void stop() {
        pg.close();
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

    @Test
    void oddNames() {
        pg.sql(
                "CREATE SCHEMA \"My Schema\"; CREATE TABLE \"My Schema\".\"My Table\" (\"we\"\"ird\" int, \"select\" text,"
                        + " \"a,b\" int, \"Ünï çode\" text, PRIMARY KEY (\"we\"\"ird\", \"a,b\"))");
        for (List<Map<String, Object>> rows : List.of(
                List.of(Map.<String, Object>of("we\"ird", 1, "select", "x", "a,b", 2, "Ünï çode", "ß")),
                List.of(
                        Map.<String, Object>of("we\"ird", 1, "select", "y", "a,b", 2),
                        Map.<String, Object>of("we\"ird", 2, "select", "z", "a,b", 2)))) {
            upsert("\"My Schema\".\"My Table\"?keys=\"a,b\",\"we\"\"ird\"&returning=\"we\"\"ird\",select", rows);
        }
        assertThat(pg.scalar("SELECT string_agg(t::text, ' ' ORDER BY 1) FROM \"My Schema\".\"My Table\" t"))
                .isEqualTo("(1,y,2,ß) (2,z,2,)");
    }

    @Test
    void fieldNamesAreNeverSql() {
        pg.sql("CREATE TABLE safe (id int PRIMARY KEY, name text, rest jsonb)");
        List<String> hostile = List.of(
                "name) VALUES (1, 'x'); DROP TABLE safe; --",
                "name\", \"id",
                "name\" = (SELECT 1)",
                "id\u0000",
                "$1",
                "u._0",
                "name'; DROP TABLE safe; --",
                "EXCLUDED.name",
                "x".repeat(5000));
        for (String name : hostile) {
            assertThat(refused("safe", Map.of("id", 1, name, "x")).code()).isEqualTo("PG-207");
            upsert("safe?unknownFields=ignore", Map.of("id", 1, name, "x"));
            upsert("safe?unknownFields=store:rest", Map.of("id", 2, name.replace("\u0000", "0"), "x"));
        }
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(name) FROM safe")).isEqualTo("2 0");
        assertThat(pg.scalar("SELECT count(*) FROM safe, jsonb_object_keys(rest) WHERE id = 2"))
                .isEqualTo(String.valueOf(hostile.size()));
    }

    @Test
    void unknownNamesComeWithTheNearest() {
        pg.sql("CREATE TABLE orders (id int PRIMARY KEY, customer_name text)");
        assertThat(refused("orders", Map.of("id", 1, "custmerName", "x")))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("customer_name");
        assertThat(refused("order", Map.of("id", 1)))
                .hasMessageContaining("PG-206")
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> pg.send("pg:upsert:orders?keys=custmer_name", Map.of()))
                .hasStackTraceContaining("PG-207")
                .hasStackTraceContaining("customer_name");
        assertThat(refused("orders", Map.of("id", 1, "customerName", "a", "customer_name", "b")))
                .hasMessageContaining("two fields");
        assertThat(refused("orders", Map.of("customerName", "a"))).hasMessageContaining("PG-315");
    }

    @Test
    void anOptionThatIsWrongIsNamed() {
        assertThatThrownBy(() -> pg.send("pg:upsert:orders?unknownFields=drop", Map.of()))
                .hasStackTraceContaining("PG-501")
                .hasStackTraceContaining("unknownFields must be one of fail, ignore, store:column, not 'drop'");
    }

    @Test
    void whatTheServerCalculatesIsLeftToIt() {
        pg.sql(
                "CREATE TABLE calc (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int, twice int GENERATED ALWAYS AS"
                        + " (n * 2) STORED, seq int GENERATED BY DEFAULT AS IDENTITY)");
        upsert("calc", Map.of("id", 7, "n", 2, "twice", 99));
        upsert("calc", List.of(Map.of("id", 7, "n", 3, "twice", 1), Map.of("id", 8, "n", 4, "twice", 1, "seq", 70)));
        assertThat(pg.scalar("SELECT string_agg(c::text, ' ' ORDER BY id) FROM calc c"))
                .isEqualTo("(7,3,6,1) (8,4,8,70)");
    }

    @Test
    void typesAreThoseOfTheCatalog() {
        pg.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN small AS int CHECK (VALUE < 10);"
                + " CREATE TYPE pair AS (x int, y text); CREATE DOMAIN tags AS text[];"
                + " CREATE TABLE typed (id uuid PRIMARY KEY, m mood, s small, p pair, t tags, a int[][], j jsonb, b bytea,"
                + " c char(3), v varchar(3), bits bit(3), ms mood[], ps pair[], r int4range, i interval, d date)");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "00000000-0000-0000-0000-000000000001");
        row.put("m", "ok");
        row.put("s", 3);
        row.put("p", Map.of("x", 1, "y", "a,\"b"));
        row.put("t", List.of("a b", "{}", "\"q\""));
        row.put("a", List.of(List.of(1, 2), List.of(3, 4)));
        row.put("j", Map.of("k", List.of(1, "x")));
        row.put("b", new byte[] {0, 1, -1});
        row.put("c", "ab");
        row.put("v", "abc");
        row.put("bits", "101");
        row.put("ms", List.of("sad", "ok"));
        row.put("ps", List.of(Map.of("x", 1, "y", "z")));
        row.put("r", "[1,5)");
        row.put("i", "1 day");
        row.put("d", java.time.LocalDate.of(2026, 2, 3));
        upsert("typed", row);
        String one = pg.scalar("SELECT t::text FROM typed t");
        pg.sql("TRUNCATE typed");
        Map<String, Object> other = new LinkedHashMap<>(row);
        other.put("id", java.util.UUID.fromString("00000000-0000-0000-0000-000000000002"));
        for (int repeat = 0; repeat < 8; repeat++) {
            assertThat(counts(upsert("typed", List.of(row, other)))).endsWith(" 0 0 0 0");
        }
        assertThat(pg.scalar("SELECT t::text FROM typed t ORDER BY id LIMIT 1")).isEqualTo(one);
        assertThat(pg.scalar("SELECT replace(t::text, '0002', '0001') FROM typed t ORDER BY id DESC LIMIT 1"))
                .isEqualTo(one);
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "v", "abcd", "c", "abcd", "s", 10, "bits", "11", "m", "up")
                .entrySet()) {
            Map<String, Object> bad = new LinkedHashMap<>(row);
            bad.put(wrong.getKey(), wrong.getValue());
            refused("typed", List.of(bad, other));
            assertThat(counts(upsert("typed?badRows=reject", List.of(bad, other))))
                    .isEqualTo("0 1 0 0 0 1");
        }
    }

    @Test
    void triggersMaySkipAndChangeRows() {
        pg.sql("CREATE TABLE watched (id int PRIMARY KEY, name text);"
                + " CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.name = 'skip' THEN RETURN NULL; END IF; IF NEW.name = 'bad' THEN RAISE 'no %', NEW.name; END IF;"
                + " NEW.name := upper(NEW.name); RETURN NEW; END $$;"
                + " CREATE TRIGGER w BEFORE INSERT OR UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION watch()");
        String rows = "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"skip\"},{\"id\":3,\"name\":\"c\"}]";
        assertThat(counts(upsert("watched", rows))).isEqualTo("2 0 1 0 0 0");
        Exchange again = upsert("watched?returning=*", rows);
        assertThat(counts(again)).isEqualTo("0 2 1 0 0 0");
        assertThat(again.getMessage().getBody()).asString().isEqualTo("[{id=1, name=A}, {id=3, name=C}]");
        Exchange rejecting =
                upsert("watched?badRows=reject", "[{\"id\":4,\"name\":\"bad\"},{\"id\":5,\"name\":\"e\"}]");
        assertThat(counts(rejecting)).isEqualTo("1 0 0 0 0 1");
        assertThat(rejecting.getMessage().getHeader(PgConstants.REJECTED_ROWS))
                .asString()
                .contains("P0001");
    }

    /** Rows that lack a required column are looked for first, and so are all of a partitioned table below 18. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?returning=*", "?badRows=reject"})
    void aTriggerThatMakesKeysInsertsEachRowOnce(String options) {
        pg.sql(
                "DROP TABLE IF EXISTS numbered; DROP SEQUENCE IF EXISTS next_number; CREATE SEQUENCE next_number START 100;"
                        + " CREATE TABLE numbered (id int PRIMARY KEY, name text, stamp text NOT NULL);"
                        + " CREATE OR REPLACE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF NEW.name = 'skip' THEN RETURN NULL; END IF; NEW.id := nextval('next_number'); NEW.stamp := 'x';"
                        + " RETURN NEW; END $$;"
                        + " CREATE TRIGGER n BEFORE INSERT ON numbered FOR EACH ROW EXECUTE FUNCTION number()");
        Exchange one = upsert("numbered" + options, Map.of("id", 1, "name", "a"));
        assertThat(counts(one)).isEqualTo("1 0 0 0 0 0");
        Exchange several = upsert(
                "numbered" + options,
                List.of(
                        Map.of("id", 1, "name", "b"),
                        Map.of("id", 2, "name", "skip"),
                        Map.of("id", 3, "name", "c"),
                        Map.of("id", 100, "name", "changed")));
        assertThat(counts(several)).isEqualTo("2 1 1 0 0 0");
        assertThat(pg.scalar("SELECT string_agg(name, ' ' ORDER BY name) FROM numbered"))
                .isEqualTo("b c changed");
        if (options.contains("returning")) {
            assertThat(one.getMessage().getBody(List.class)).hasSize(1);
            assertThat(several.getMessage().getBody(List.class)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW it AS SELECT * FROM behind",
                "CREATE MATERIALIZED VIEW it AS SELECT * FROM behind",
                "CREATE TABLE it (id int PRIMARY KEY); CREATE RULE r AS ON INSERT TO it DO INSTEAD NOTHING"
            })
    void whatOnConflictDoesNotWorkWith(String create) {
        pg.sql("CREATE TABLE IF NOT EXISTS behind (id int PRIMARY KEY); " + create);
        assertThatThrownBy(() -> pg.send("pg:upsert:it", Map.of("id", 1)))
                .hasStackTraceContaining("PG-504")
                .hasStackTraceContaining("pg:upsert writes tables");
        pg.sql("DROP "
                + (create.contains("CREATE VIEW") ? "VIEW" : create.contains("MATER") ? "MATERIALIZED VIEW" : "TABLE")
                + " it");
    }

    @Test
    void keysOfEveryKind() {
        pg.sql(
                "CREATE TABLE keyed (id int PRIMARY KEY, code text CONSTRAINT keyed_code UNIQUE, mail text, gone bool, late int"
                        + " UNIQUE DEFERRABLE INITIALLY DEFERRED);"
                        + " CREATE UNIQUE INDEX keyed_mail ON keyed (mail) WHERE NOT gone;"
                        + " CREATE UNIQUE INDEX keyed_lower ON keyed (lower(mail))");
        upsert("keyed?constraint=keyed_code", Map.of("id", 1, "code", "a", "mail", "m", "gone", false));
        upsert("keyed?keys=code", List.of(Map.of("code", "a", "gone", false)));
        assertThat(counts(upsert("keyed?constraint=keyed_mail", List.of(Map.of("id", 2, "mail", "m", "gone", false)))))
                .isEqualTo("0 1 0 0 0 0");
        assertThat(pg.scalar("SELECT id || code FROM keyed")).isEqualTo("2a");
        for (String wrong : List.of("keys=late", "constraint=keyed_lower", "constraint=nope", "keys=gone")) {
            assertThatThrownBy(() -> pg.send("pg:upsert:keyed?" + wrong, Map.of("id", 1)))
                    .as(wrong)
                    .hasStackTraceContaining(wrong.contains("lower") ? "PG-504" : "PG-221");
        }
        assertThat(refused("keyed?keys=code", Map.of("id", 9)).code()).isEqualTo("PG-315");
        PgException other = refused("keyed?keys=id", List.of(Map.of("id", 10, "code", "a")));
        assertThat(other.code()).isEqualTo("PG-306");
    }

    @Test
    void aTableThatChangesIsReadAgain() {
        pg.sql("CREATE TABLE moving (id int PRIMARY KEY, a int)");
        upsert("moving", Map.of("id", 1, "a", 1));
        pg.sql("ALTER TABLE moving ADD COLUMN b text");
        upsert("moving", List.of(Map.of("id", 1, "b", "x"), Map.of("id", 2, "b", "y")));
        pg.sql("ALTER TABLE moving ALTER COLUMN a TYPE text");
        upsert("moving", List.of(Map.of("id", 1, "a", "text"), Map.of("id", 2, "a", "more")));
        pg.sql("ALTER TABLE moving DROP COLUMN b");
        assertThat(refused("moving", List.of(Map.of("id", 1, "b", "x"))).code()).isEqualTo("PG-207");
        upsert("moving?unknownFields=ignore", List.of(Map.of("id", 1, "b", "x")));
        pg.sql("ALTER TABLE moving DROP CONSTRAINT moving_pkey, ADD COLUMN k int DEFAULT 5, ADD PRIMARY KEY (id, k)");
        upsert("moving", List.of(Map.of("id", 1, "k", 5), Map.of("id", 1, "k", 6)));
        pg.sql("DROP TABLE moving; CREATE TABLE moving (k text PRIMARY KEY)");
        upsert("moving", List.of(Map.of("k", "1"), Map.of("k", "2")));
        assertThat(pg.scalar("SELECT string_agg(k, ',') FROM moving")).isEqualTo("1,2");
        pg.sql("ALTER TABLE moving DROP CONSTRAINT moving_pkey");
        assertThat(refused("moving", List.of(Map.of("k", "1"))).code()).isEqualTo("PG-221");
    }

    @Test
    void aRequiredColumnMayBeAbsentWhereTheRowIsThere() {
        pg.sql("CREATE TABLE strict (id int PRIMARY KEY, name text NOT NULL, price int)");
        upsert("strict", List.of(Map.of("id", 1, "name", "a"), Map.of("id", 2, "name", "b")));
        assertThat(counts(upsert("strict", Map.of("id", 1, "price", 5)))).isEqualTo("0 1 0 0 0 0");
        assertThat(counts(upsert("strict", List.of(Map.of("id", 1, "price", 6), Map.of("id", 2, "price", 7)))))
                .isEqualTo("0 2 0 0 0 0");
        assertThat(refused("strict", Map.of("id", 3, "price", 5)).code()).isEqualTo("PG-308");
        assertThat(counts(upsert(
                        "strict?badRows=reject", List.of(Map.of("id", 3, "price", 1), Map.of("id", 1, "price", 1)))))
                .isEqualTo("0 1 0 0 0 1");
    }

    @Test
    void keysThatOnlyTheServerKnowsAreEqual() {
        pg.sql(
                "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                        + " CREATE TABLE named (name text COLLATE loose PRIMARY KEY, n int, m int);"
                        + " CREATE TABLE hidden (name text, n int); CREATE UNIQUE INDEX hidden_name ON hidden (name COLLATE loose)");
        for (String table : List.of("named", "hidden?keys=name")) {
            Exchange exchange = upsert(
                    table,
                    List.of(
                            Map.of("name", "Ann", "n", 1),
                            Map.of("name", "BOB", "n", 2),
                            Map.of("name", "ann", "n", 3)));
            String name = table.replaceAll("\\?.*", "");
            assertThat(pg.scalar("SELECT string_agg(name || n, ' ' ORDER BY n) FROM " + name))
                    .isEqualTo("BOB2 Ann3");
            assertThat(counts(exchange)).isEqualTo(name.equals("named") ? "2 0 0 0 1 0" : "2 1 0 0 0 0");
        }
    }
}
