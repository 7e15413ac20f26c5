package io.camelpg;

import static io.camelpg.Faults.failure;
import static io.camelpg.UpsertIT.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many rows, which go as one array of the table's row type where they can. How they went is told by a trigger, which notes
 * the statement. On partitioned tables below PostgreSQL 18 they go another way.
 */
@Tag("core")
class UpsertRowsIT {
    /** Enough to go in parts. */
    private static final int MANY = 6_000;

    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
        pg.sql("CREATE TABLE said (id serial, way text);"
                + " CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                + " INSERT INTO public.said (way) SELECT CASE WHEN q LIKE '%WITH ORDINALITY%' THEN 'arrays'"
                + " WHEN q LIKE '%camelpg_upsert%' THEN 'copy' WHEN q LIKE '%unnest($1) AS u%' THEN 'rows' ELSE 'one' END"
                + " FROM current_query() q; RETURN NULL; END $$");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope").transacted().to("pg:upsert:changing").toD("pg:upsert:changing");
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static void noted(String table) {
        pg.sql("TRUNCATE said; CREATE TRIGGER note BEFORE INSERT ON " + table + " EXECUTE FUNCTION note()");
    }

    private static String ways() {
        String ways = pg.scalar("SELECT string_agg(way, ' ' ORDER BY id) FROM said");
        pg.sql("TRUNCATE said");
        return ways;
    }

    private static String upsert(String uri, Object body) {
        Exchange exchange = pg.send(uri.contains(":") ? uri : "pg:upsert:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return counts(exchange);
    }

    private static List<Map<String, Object>> rows(int from, int to, IntFunction<Object> value) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            rows.add(Map.of("id", i, "value", value.apply(i)));
        }
        Collections.shuffle(rows, new Random(7));
        return rows;
    }

    @Test
    void inParts() {
        pg.sql("CREATE TABLE parted (seq serial, id int PRIMARY KEY, value int)");
        noted("parted");
        for (int i = 0; i < 20; i++) {
            pg.send("pg:query?outputType=scalar&sql=SELECT 1", null);
        }
        assertThat(upsert("parted", rows(1, MANY, i -> i))).isEqualTo(MANY + " 0 0 0 0 0");
        assertThat(ways()).isEqualTo("rows rows");
        assertThat(pg.scalar(
                        "SELECT count(*) FROM (SELECT id, lag(id) OVER (ORDER BY seq) b FROM parted) p WHERE b > id"))
                .isEqualTo("0");
        assertThat(upsert("parted", rows(MANY / 2 + 1, MANY * 3 / 2, i -> -i)))
                .isEqualTo(MANY / 2 + " " + MANY / 2 + " 0 0 0 0");
        assertThat(upsert("parted?onConflict=nothing", rows(1, MANY * 2, i -> 0)))
                .isEqualTo(MANY / 2 + " 0 " + MANY * 3 / 2 + " 0 0 0");
        List<Map<String, Object>> twice = rows(1, MANY, i -> 1);
        twice.addAll(rows(1, MANY, i -> 2));
        assertThat(upsert("parted", twice)).isEqualTo("0 " + MANY + " 0 0 " + MANY + " 0");
        assertThat(pg.scalar("SELECT count(*) || ' ' || sum(value) FILTER (WHERE id <= " + MANY + ") FROM parted"))
                .isEqualTo(MANY * 2 + " " + MANY * 2);
        assertThat(pg.scalar("SELECT string_agg(DISTINCT way, ' ') FROM said")).isEqualTo("rows");
    }

    @Test
    void badRowsHaveTheirNumbersInAnyPart() {
        pg.sql("CREATE TABLE judged (id int PRIMARY KEY, value int CHECK (value <> 13))");
        List<Map<String, Object>> rows =
                rows(1, MANY, i -> i == 4321 || i == 17 ? (Object) 13 : i == 5000 ? "x" : i + 20);
        List<Integer> bad = IntStream.range(0, MANY)
                .filter(i -> rows.get(i).get("value").equals(13)
                        || rows.get(i).get("value").equals("x"))
                .boxed()
                .toList();
        Exchange exchange = pg.send("pg:upsert:judged?badRows=reject", rows);
        assertThat(counts(exchange)).isEqualTo(MANY - 3 + " 0 0 0 0 3");
        assertThat(exchange.getMessage().getHeader("CamelPgRejectedRows", List.class))
                .extracting("index")
                .map(index -> ((Number) index).intValue())
                .isEqualTo(bad);
        assertThat(pg.scalar("SELECT count(*) FROM judged")).isEqualTo(String.valueOf(MANY - 3));
        assertThat(pg.send("pg:upsert:judged", rows).getException()).isNotNull();
        assertThat(pg.scalar("SELECT count(*) FROM judged")).isEqualTo(String.valueOf(MANY - 3));
    }

    @Test
    void whatHasOnlyTextGoesAnotherWayFromThereOn() {
        pg.sql("CREATE TABLE mixed (id int PRIMARY KEY, value int, bytes bytea)");
        noted("mixed");
        assertThat(upsert("mixed", rows(1, MANY, i -> i > 5_500 ? (Object) String.valueOf(i) : i)))
                .isEqualTo(MANY + " 0 0 0 0 0");
        assertThat(ways()).isEqualTo("rows arrays");
        assertThat(upsert("mixed", rows(1, 20_000, String::valueOf)))
                .isEqualTo(20_000 - MANY + " " + MANY + " 0 0 0 0");
        assertThat(ways()).isEqualTo("copy");
        assertThat(pg.scalar("SELECT count(*) FROM mixed WHERE id = value")).isEqualTo("20000");
        Map<String, Object> text = new HashMap<>(Map.of("id", 2, "bytes", new ByteArrayInputStream(new byte[] {4, 5})));
        text.put("value", "7");
        upsert("mixed", List.of(Map.of("id", 1, "value", 6, "bytes", new ByteArrayInputStream(new byte[] {3})), text));
        assertThat(pg.scalar("SELECT string_agg(bytes::text || value, ' ' ORDER BY id) FROM mixed WHERE id < 3"))
                .isEqualTo("\\x036 \\x04057");
    }

    @Test
    void columnsThatCameAndWent() {
        pg.sql(
                "CREATE SCHEMA \"Other\"; CREATE TABLE \"Other\".\"T\" (gone int, id int GENERATED ALWAYS AS IDENTITY PRIMARY"
                        + " KEY, \"Va\"\"lue\" text, dropped text, twice int GENERATED ALWAYS AS (id * 2) STORED,"
                        + " other int DEFAULT 5); ALTER TABLE \"Other\".\"T\" DROP COLUMN gone, DROP COLUMN dropped");
        noted("\"Other\".\"T\"");
        List<Object> rows = List.of(Map.of("id", 1, "Va\"lue", "ä"), Map.of("id", 2, "Va\"lue", "b"));
        assertThat(upsert("\"Other\".\"T\"", rows)).isEqualTo("2 0 0 0 0 0");
        pg.sql("ALTER TABLE \"Other\".\"T\" ADD COLUMN came int DEFAULT 3");
        assertThat(upsert("\"Other\".\"T\"", rows)).isEqualTo("0 2 0 0 0 0");
        pg.sql("ALTER TABLE \"Other\".\"T\" DROP COLUMN other");
        assertThat(upsert("\"Other\".\"T\"", rows)).isEqualTo("0 2 0 0 0 0");
        pg.sql("ALTER TABLE \"Other\".\"T\" ALTER COLUMN came TYPE text");
        assertThat(upsert("\"Other\".\"T\"", List.of(Map.of("id", 1, "came", "c"), Map.of("id", 3, "came", "d"))))
                .isEqualTo("1 1 0 0 0 0");
        assertThat(ways()).matches("(rows ?)+");
        assertThat(pg.scalar("SELECT string_agg(t::text, ' ' ORDER BY id) FROM \"Other\".\"T\" t"))
                .isEqualTo("(1,ä,2,c) (2,b,4,3) (3,,6,d)");
    }

    /** A failure would cost the scope what it has done; and later parts of a call that has begun cannot be tried again. */
    @Test
    void aTableThatChangedCostsNoTransaction() {
        pg.sql("CREATE TABLE changing (id int PRIMARY KEY, value int)");
        noted("changing");
        upsert("direct:scope", rows(1, 2_000, i -> i));
        pg.sql("ALTER TABLE changing ADD COLUMN came int");
        ways();
        assertThat(upsert("direct:scope", rows(1, 2_000, i -> i + 1))).isEqualTo("0 2000 0 0 0 0");
        assertThat(ways()).isEqualTo("arrays rows");
        pg.sql("ALTER TABLE changing ADD COLUMN again int");
        List<Map<String, Object>> rows = rows(1, 20_000, String::valueOf);
        rows.addAll(rows(20_001, 40_000, i -> i));
        assertThat(upsert("changing", rows)).isEqualTo("38000 2000 0 0 0 0");
        assertThat(ways()).doesNotContain("rows");
        assertThat(upsert("changing", List.of(Map.of("id", 1, "again", 8), Map.of("id", 2, "again", 9))))
                .isEqualTo("0 2 0 0 0 0");
        assertThat(pg.scalar("SELECT sum(value) || ' ' || sum(again) FROM changing WHERE id = value"))
                .isEqualTo("800020000 17");
    }

    /** What catches the failure keeps the scope, and must not keep a part of the rows. */
    @Test
    void aValueThatCannotBeSentLeavesNothingInAScope() throws Exception {
        pg.sql("CREATE TABLE whole (id int PRIMARY KEY, value int)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:caught")
                        .transacted()
                        .doTry()
                        .to("pg:upsert:whole")
                        .doCatch(Exception.class)
                        .setBody(constant("{\"id\": -1}"))
                        .end()
                        .to("pg:upsert:whole");
            }
        });
        Exchange exchange = pg.send("direct:caught", rows(1, MANY, i -> i == MANY ? (Object) 1.5 : i));
        assertThat(exchange.getException()).isNull();
        assertThat(pg.scalar("SELECT string_agg(id::text, ' ') FROM whole")).isEqualTo("-1");

        // a second chunk that fails comes too late for that: the first one is there
        List<Map<String, Object>> two = new ArrayList<>(rows(1, 60_000, i -> i));
        two.add(Map.of("id", 0, "value", 1.5));
        Exchange late = pg.send("direct:caught", two);
        assertThat(failure(late).errorCode()).isEqualTo(PgErrorCode.TRANSACTION_FAILED);
        assertThat(pg.scalar("SELECT string_agg(id::text, ' ') FROM whole")).isEqualTo("-1");
    }

    @Test
    void domainsMayRefuseNull() {
        pg.sql("CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0);"
                + " CREATE TABLE strict (id int PRIMARY KEY, value int, rest positive DEFAULT 1)");
        noted("strict");
        assertThat(upsert("strict", rows(1, 50, i -> i))).isEqualTo("50 0 0 0 0 0");
        assertThat(ways()).isEqualTo("arrays");
        assertThat(upsert(
                        "strict",
                        List.of(Map.of("id", 1, "value", 1, "rest", 3), Map.of("id", 2, "value", 1, "rest", 4))))
                .isEqualTo("0 2 0 0 0 0");
        assertThat(ways()).isEqualTo("rows");
        assertThat(pg.scalar("SELECT sum(rest) FROM strict")).isEqualTo("55");
    }

    @Test
    void aRoleThatMayNotUseTheType() {
        TestPostgres.execute(
                "postgres", "DO $$ BEGIN CREATE ROLE writer LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        pg.sql("CREATE TABLE guarded (id int PRIMARY KEY, value int, secret int);"
                + " REVOKE USAGE ON TYPE guarded FROM PUBLIC; GRANT SELECT, INSERT, UPDATE ON guarded TO writer");
        noted("guarded");
        try (PgContext writer = PgContext.on(pg.database(), TestPostgres.port(), c -> c.setUsername("writer"))) {
            Exchange exchange = writer.send("pg:upsert:guarded", rows(1, MANY, i -> i));
            assertThat(exchange.getException()).isNull();
            assertThat(counts(exchange)).isEqualTo(MANY + " 0 0 0 0 0");
        }
        assertThat(ways()).matches("rows( rows)?");
    }

    /** Parts would take longer than what they hide. */
    @Test
    void farAwayInOne() {
        pg.sql("CREATE TABLE far (id int PRIMARY KEY, value int)");
        noted("far");
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext distant = PgContext.on(pg.database(), proxy.port(), c -> {})) {
            proxy.delay(Duration.ofMillis(5), Duration.ofMillis(5));
            Exchange exchange = distant.send("pg:upsert:far", rows(1, MANY, i -> i));
            assertThat(exchange.getException()).isNull();
            assertThat(counts(exchange)).isEqualTo(MANY + " 0 0 0 0 0");
        }
        assertThat(ways()).isEqualTo("rows");
    }

    @Test
    void partitionsWithAnotherOrderOfColumns() {
        pg.sql(
                "CREATE TABLE parts (id int PRIMARY KEY, gone int, value int, name text DEFAULT 'n') PARTITION BY RANGE (id);"
                        + " CREATE TABLE low (name text, value int, id int NOT NULL); ALTER TABLE parts DROP COLUMN gone;"
                        + " ALTER TABLE parts ATTACH PARTITION low FOR VALUES FROM (0) TO (100);"
                        + " CREATE TABLE high PARTITION OF parts DEFAULT");
        assertThat(upsert("parts", rows(50, 149, i -> i))).isEqualTo("100 0 0 0 0 0");
        assertThat(upsert("parts", rows(100, 199, i -> i))).isEqualTo("50 50 0 0 0 0");
        assertThat(pg.scalar("SELECT count(*) FROM parts WHERE id = value")).isEqualTo("150");
    }
}
