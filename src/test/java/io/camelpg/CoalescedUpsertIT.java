package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("core")
class CoalescedUpsertIT {
    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setSslMode("disable");
            connection.setMaxConnections(4);
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static List<Exchange> together(String uri, List<?> bodies) throws Exception {
        return Together.send(pg, uri, bodies);
    }

    /** The values of one column, without lines in them. */
    private static List<String> column(String sql) {
        return List.of(pg.scalar("SELECT string_agg(c, E'\\n') FROM (" + sql + ") s(c)")
                .split("\n"));
    }

    private static long header(Exchange exchange, String name) {
        return ((Number) exchange.getMessage().getHeader(name)).longValue();
    }

    @Test
    void upsertsOfOneRowShareACommitAndKeepTheirCounts() throws Exception {
        pg.sql(
                "CREATE TABLE IF NOT EXISTS customer (id int PRIMARY KEY, name text, n int NOT NULL DEFAULT 0,"
                        + " CHECK (n >= 0)); TRUNCATE customer; INSERT INTO customer SELECT i, 'old', 5 FROM generate_series(0, 99) i");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rows.add(
                    i % 100 == 50
                            ? Map.of("id", i, "n", -1)
                            : i % 100 == 51 ? Map.of("name", "keyless") : Map.of("id", i % 300, "name", "n" + i));
        }
        proxy.reset();
        List<Exchange> ended = together("pg:upsert:customer?coalesce=true", rows);
        int inserted = 0;
        int updated = 0;
        for (int i = 0; i < ended.size(); i++) {
            if (i % 100 == 50 || i % 100 == 51) {
                assertThat(failure(ended.get(i)).errorCode())
                        .isIn(PgErrorCode.CHECK_VIOLATION, PgErrorCode.INCOMPLETE_ROW);
                continue;
            }
            body(ended.get(i));
            inserted += ((Number) ended.get(i).getMessage().getHeader(PgConstants.INSERTED_COUNT)).intValue();
            updated += ((Number) ended.get(i).getMessage().getHeader(PgConstants.UPDATED_COUNT)).intValue();
        }
        // 0 to 99 were there; 300 keys in all, less 150, 151, 250 and 251, which only bad rows have.
        assertThat(inserted).isEqualTo(196);
        assertThat(updated).isEqualTo(588 - 196);
        assertThat(pg.scalar("SELECT count(*) FROM customer")).isEqualTo("296");
        assertThat(pg.scalar("SELECT string_agg(name, ',' ORDER BY id) FROM customer WHERE id IN (7, 107, 250, 299)"))
                .isEqualTo("n307,n407,n599");
        assertThat(pg.scalar("SELECT n FROM customer WHERE id = 7")).isEqualTo("5");
    }

    @Test
    void coalescedUpsertsGiveRowsBackDeleteAndTakeListsAsWell() throws Exception {
        pg.sql(
                "CREATE TABLE IF NOT EXISTS customer (id int PRIMARY KEY, name text, n int NOT NULL DEFAULT 0,"
                        + " CHECK (n >= 0)); TRUNCATE customer; INSERT INTO customer SELECT i, 'old', 5 FROM generate_series(0, 99) i");
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, Object> row = Map.of("id", i, "name", i % 4 == 0 ? "gone" : "n" + i);
            rows.add(i % 10 == 3 ? List.of(row, Map.of("id", i + 1000, "name", "second")) : row);
        }
        List<Exchange> ended =
                together("pg:upsert:customer?coalesce=true&returning=id,n&deleteWhen=${body[name]} == 'gone'", rows);
        for (int i = 0; i < 200; i++) {
            Object body = body(ended.get(i));
            long deleted = ((Number) ended.get(i).getMessage().getHeader(PgConstants.DELETED_COUNT)).longValue();
            if (i % 4 == 0) {
                assertThat(deleted).isEqualTo(i < 100 ? 1 : 0);
            } else {
                assertThat(new ArrayList<Object>((List<?>) body))
                        .hasSize(i % 10 == 3 ? 2 : 1)
                        .contains(Map.of("id", i, "n", i < 100 ? 5 : 0));
            }
        }
        assertThat(pg.scalar("SELECT count(*) FROM customer")).isEqualTo("170");
    }

    /** What each call is told, and what is there at the end, is what calls one after another would have given. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "bigint        # i",
                "text          # 'k' || i",
                "text COLLATE \"C\" # 'k' || i",
                "varchar(3)    # i::text || '  '",
                "numeric(5, 1) # i + 0.01::numeric",
                "float8        # i / 3.0::float8",
                "timestamptz   # '2026-01-01'::timestamptz + i * interval '1 second'",
                "uuid          # md5(i::text)::uuid",
                "bytea         # decode(md5(i::text), 'hex')",
                "char(5)       # 'k' || i",
            })
    void eachCallGetsItsOwnCount(String type, String keyOf) throws Exception {
        String keyed = "keyed_by_" + type.replaceAll("[^a-zA-Z]+", "_").toLowerCase(Locale.ROOT);
        for (String onConflict : List.of("update", "nothing", "newer")) {
            pg.sql("DROP TABLE IF EXISTS " + keyed + "; CREATE TABLE " + keyed + " (k " + type
                    + ", part int, v bigint, a text, PRIMARY KEY (k, part)); INSERT INTO " + keyed + " SELECT " + keyOf
                    + ", 1, 5, 'old' FROM generate_series(0, 19) i");
            List<String> keys = column("SELECT (" + keyOf + ")::text FROM generate_series(0, 39) g(i) ORDER BY g.i");
            Random random = new Random(7);
            List<Map<String, Object>> rows = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            Map<Integer, Long> versions = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                versions.put(i, 5L);
            }
            for (int i = 0; i < 400; i++) {
                int key = random.nextInt(40);
                long version = random.nextInt(12);
                Map<String, Object> row =
                        new HashMap<>(Map.of("k", value(type, keys.get(key)), "part", 1, "v", version));
                if (random.nextBoolean()) {
                    row.put("a", "new" + i);
                }
                rows.add(row);
                Long before = versions.get(key);
                boolean writes = before == null
                        || onConflict.equals("update")
                        || (onConflict.equals("newer") && version > before);
                expected.add(before == null ? "inserted" : writes ? "updated" : "skipped");
                if (writes) {
                    versions.put(key, version);
                }
            }
            String version = onConflict.equals("newer") ? "&versionColumn=v" : "";
            List<Exchange> ended =
                    together("pg:upsert:" + keyed + "?coalesce=true&onConflict=" + onConflict + version, rows);
            List<String> told = new ArrayList<>();
            for (Exchange exchange : ended) {
                body(exchange);
                assertThat(header(exchange, PgConstants.INSERTED_COUNT)
                                + header(exchange, PgConstants.UPDATED_COUNT)
                                + header(exchange, PgConstants.SKIPPED_COUNT))
                        .isEqualTo(1);
                told.add(
                        header(exchange, PgConstants.INSERTED_COUNT) == 1
                                ? "inserted"
                                : header(exchange, PgConstants.UPDATED_COUNT) == 1 ? "updated" : "skipped");
            }
            assertThat(told).as(onConflict).isEqualTo(expected);
            assertThat(column("SELECT v::text FROM " + keyed + " k ORDER BY k.v"))
                    .as(onConflict)
                    .isEqualTo(versions.values().stream()
                            .sorted()
                            .map(String::valueOf)
                            .toList());
        }
    }

    private static Object value(String type, String text) {
        return type.equals("bigint") ? Long.valueOf(text) : text;
    }

    @Test
    void aTriggerThatChangesKeysConfusesNobodysCount() throws Exception {
        pg.sql("CREATE TABLE moved (id int PRIMARY KEY, n int);"
                + " CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF NEW.id % 3 = 0 THEN RETURN NULL; END IF; NEW.id := NEW.id + 1000; RETURN NEW; END $$;"
                + " CREATE TRIGGER move BEFORE INSERT ON moved FOR EACH ROW EXECUTE FUNCTION move()");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            rows.add(Map.of("id", i, "n", i));
        }
        List<Exchange> ended = together("pg:upsert:moved?coalesce=true", rows);
        for (int i = 0; i < 120; i++) {
            body(ended.get(i));
            assertThat(header(ended.get(i), PgConstants.INSERTED_COUNT)).isEqualTo(i % 3 == 0 ? 0 : 1);
        }
    }
}
