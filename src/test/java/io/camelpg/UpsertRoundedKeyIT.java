package io.camelpg;

import static io.camelpg.UpsertIT.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that the server stores otherwise than they were sent: rounded, or without blanks that do not fit. */
@Tag("core")
class UpsertRoundedKeyIT {
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
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static String create(String keyType, boolean parted) {
        String name = keyType.replaceAll("\\W", "_") + (parted ? "parted" : "plain");
        pg.sql("DROP TABLE IF EXISTS " + name + "; CREATE TABLE " + name + " (k " + keyType
                + " PRIMARY KEY, n int NOT NULL, v int)" + (parted ? parted(name) : ""));
        return name;
    }

    private static String parted(String name) {
        return " PARTITION BY RANGE (k); CREATE TABLE " + name + "_rest PARTITION OF " + name + " DEFAULT";
    }

    /** As one message with both, and as two of one each. */
    private static void each(
            String keyType, List<Object> keys, String options, Map<String, Object> fields, String one) {
        for (boolean parted : new boolean[] {false, true}) {
            for (boolean together : new boolean[] {true, false}) {
                String table = create(keyType, parted);
                upsert(table, rows(keys, Map.of("n", 1, "v", 1)));
                List<Map<String, Object>> rows = rows(keys, fields);
                for (Object body : together ? List.of(rows) : rows) {
                    Exchange exchange = upsert(table + options, body);
                    assertThat(counts(exchange))
                            .as(table + options + " " + body)
                            .isEqualTo(together ? one.replace('1', '2') : one);
                    if (options.contains("returning")) {
                        assertThat(exchange.getMessage().getBody(List.class)).hasSize(together ? 2 : 1);
                    }
                }
            }
        }
    }

    private static List<Map<String, Object>> rows(List<Object> keys, Map<String, Object> fields) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object key : keys) {
            Map<String, Object> row = new LinkedHashMap<>(fields);
            row.put("k", key);
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "timestamptz(3)   # 2026-01-01 00:00:00.123456+00 # 2026-01-01 00:00:01.654321+00",
                "timestamptz(0)   # 2026-01-01 00:00:00.4+00      # 2026-01-01 00:00:01.5+00",
                "timestamp(3)     # 2026-01-01 00:00:00.123456    # 2026-01-01 00:00:01.654321",
                "time(2)          # 10:00:00.123456               # 11:00:00.654321",
                "interval(0)      # 1.4 seconds                   # 2.6 seconds",
                "numeric(6,1)     # 10.04                         # 11.06",
                "numeric(6,1)[]   # {10.04}                       # {11.06,2}",
                "varchar(3)       #~ab   ~                        #~c        ~",
                "char(3)          #~ab   ~                        # c",
            })
    void isFoundAgain(String keyType, String one, String other) {
        List<Object> keys = List.of(one, other);
        Map<String, Object> whole = Map.of("n", 1, "v", 2);
        String table = create(keyType, false);
        Exchange first = upsert(table + "?returning=*", rows(keys, whole));
        assertThat(counts(first)).isEqualTo("2 0 0 0 0 0");
        assertThat(first.getMessage().getBody(List.class)).hasSize(2);
        each(keyType, keys, "", whole, "0 1 0 0 0 0");
        each(keyType, keys, "?returning=*", whole, "0 1 0 0 0 0");
        each(keyType, keys, "", Map.of("v", 2), "0 1 0 0 0 0");
        each(keyType, keys, "?returning=k", Map.of("v", 2), "0 1 0 0 0 0");
        each(keyType, keys, "?onConflict=nothing", whole, "0 0 1 0 0 0");
        each(keyType, keys, "?onConflict=newer&versionColumn=v", whole, "0 1 0 0 0 0");
        each(keyType, keys, "?deleteWhen=${body[v]} == 2", whole, "0 0 0 1 0 0");
        each(keyType, keys, "?deleteWhen=${body[v]} == 2&returning=*", whole, "0 0 0 1 0 0");
    }

    /** Nothing is cut off a key that does not fit: it is no key of any row. */
    @ParameterizedTest
    @ValueSource(strings = {"varchar(3)", "char(3)"})
    void doesNotFit(String keyType) {
        for (boolean parted : new boolean[] {false, true}) {
            String table = create(keyType, parted);
            Object rows = List.of(
                    Map.of("k", "abc", "n", 1, "v", 1),
                    Map.of("k", "abcd", "n", 2, "v", 2),
                    Map.of("k", "x    ", "n", 3, "v", 3));
            assertThat(pg.send("pg:upsert:" + table, rows).getException()).hasStackTraceContaining("22001");
            assertThat(counts(upsert(table + "?badRows=reject", rows))).isEqualTo("2 0 0 0 0 1");
            assertThat(counts(upsert(table + "?deleteWhen=${body[v]} == 2", Map.of("k", "abcd", "v", 2))))
                    .isEqualTo("0 0 1 0 0 0");
            assertThat(pg.scalar("SELECT string_agg(trim(k) || v, ' ' ORDER BY k) FROM " + table))
                    .isEqualTo("abc1 x3");
        }
    }

    @Test
    void aRoundedVersionIsNoNewerThanItself() {
        for (boolean parted : new boolean[] {false, true}) {
            String table = "versions" + (parted ? "parted" : "plain");
            pg.sql("CREATE TABLE " + table + " (k int PRIMARY KEY, at timestamptz(3))" + (parted ? parted(table) : ""));
            List<Map<String, Object>> rows = List.of(
                    Map.of("k", 1, "at", "2026-01-01 00:00:00.1234+00"),
                    Map.of("k", 2, "at", "2026-01-01 00:00:00.1234+00"));
            String newer = table + "?onConflict=newer&versionColumn=at";
            assertThat(counts(upsert(newer, rows))).isEqualTo("2 0 0 0 0 0");
            assertThat(counts(upsert(newer, rows))).isEqualTo("0 0 2 0 0 0");
            assertThat(counts(upsert(newer, rows.get(0)))).isEqualTo("0 0 1 0 0 0");
        }
    }

    @Test
    void aColumnThatBecameWiderRoundsNoMore() {
        pg.sql("CREATE TABLE widened (k numeric(6,1) PRIMARY KEY, n int NOT NULL, v int)");
        String deleting = "widened?deleteWhen=${body[v]} == 2";
        upsert("widened", Map.of("k", "10.04", "n", 1, "v", 1));
        assertThat(counts(upsert(deleting, Map.of("k", "11.04", "v", 2)))).isEqualTo("0 0 1 0 0 0");
        pg.sql("ALTER TABLE widened ALTER COLUMN k TYPE numeric(10,2)");
        assertThat(counts(upsert(deleting, Map.of("k", "10.04", "v", 2)))).isEqualTo("0 0 1 0 0 0");
        assertThat(counts(upsert("widened", List.of(Map.of("k", "10.04", "n", 1), Map.of("k", "10.01", "n", 1)))))
                .isEqualTo("2 0 0 0 0 0");
        assertThat(pg.scalar("SELECT string_agg(k::text, ' ' ORDER BY k) FROM widened"))
                .isEqualTo("10.00 10.01 10.04");
    }
}
