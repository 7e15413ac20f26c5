package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of rows that go together are those of rows that go alone; and rows go in the order of their keys. */
@Tag("core")
class UpsertRowValuesIT {
    private static final int MANY = 4_500;

    private static PgContext pg;
    private static int tables;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static void upsert(String table, Object body) {
        Exchange exchange = pg.send("pg:upsert:" + table, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
    }

    /** Each value is in the first table with others, and in the second alone. */
    private static void compare(String type, Object... values) {
        String many = "many_" + ++tables;
        String one = "one_" + tables;
        pg.sql("CREATE TABLE " + many + " (id int PRIMARY KEY, value " + type
                + "); CREATE TABLE " + one + " (LIKE " + many
                + " INCLUDING ALL); CREATE TABLE IF NOT EXISTS said (way text);"
                + " CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN TRUNCATE said;"
                + " INSERT INTO said SELECT current_query(); RETURN NULL; END $$;"
                + " CREATE TRIGGER note BEFORE INSERT ON " + many + " EXECUTE FUNCTION note()");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object value : values) {
            Map<String, Object> row = new HashMap<>();
            row.put("id", rows.size());
            row.put("value", value);
            rows.add(row);
            upsert(one, row);
        }
        upsert(many, rows);
        assertThat(pg.scalar("SELECT way FROM said")).as(type).contains("FROM unnest($1) AS u");
        assertThat(pg.scalar("SELECT string_agg(value::text, ' | ' ORDER BY id) FROM " + many))
                .as(type)
                .isEqualTo(pg.scalar("SELECT string_agg(value::text, ' | ' ORDER BY id) FROM " + one));
        assertThat(pg.scalar("SELECT count(value) FROM " + many))
                .isEqualTo(String.valueOf(
                        Arrays.stream(values).filter(java.util.Objects::nonNull).count()));
    }

    @Test
    void typesWithBinaryForm() {
        pg.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN price AS numeric(9,3) CHECK (VALUE > -5);"
                + " CREATE DOMAIN code AS varchar(4)");
        compare("smallint", Short.MIN_VALUE, null, 7L, Short.MAX_VALUE);
        compare("bigint", Long.MIN_VALUE, 1, BigInteger.valueOf(-1), new BigDecimal("12.00"));
        compare("real", 1.5f, -0.0f, Float.NaN);
        compare("double precision", 1.5, Double.NEGATIVE_INFINITY, 1e300);
        compare("boolean", true, false, null);
        compare("text", "", "a\\b\t\n", "ä€😀", null, 5, 'c');
        compare("varchar(3)", "abc", "ab   ", "äöü");
        compare("char(5)", "a", "ab  ", "");
        compare("mood", "sad", "ok", null);
        compare("json", "{\"a\" : 1}", Map.of("b", List.of(1, 2)), true);
        compare("jsonb", "{\"a\" : 1}", Map.of("b", List.of(1, 2)), 7);
        compare("bytea", new byte[] {0, -1, 92}, new byte[0], null);
        compare("uuid", new UUID(-1, 1), new UUID(5, -5));
        compare("date", LocalDate.of(2026, 2, 28), LocalDate.of(-44, 3, 15), LocalDate.MAX);
        compare("timestamp(0)", LocalDateTime.of(2026, 1, 1, 0, 0, 0, 600_000_000), LocalDateTime.of(1999, 1, 1, 0, 0));
        compare("timestamptz", Instant.EPOCH, Instant.parse("2026-07-01T12:00:00.123456Z"), null);
        compare("time", LocalTime.of(1, 2, 3, 4000), LocalTime.MIDNIGHT);
        compare("interval", Duration.ofSeconds(-5), Duration.ofDays(400));
        compare("price", new BigDecimal("1.23456"), new BigDecimal("-4.9994"), 0);
        compare("code", "ab", "abcd");
        compare("int[]", List.of(1, 2, 3), Arrays.asList(4, null), List.of(List.of(1), List.of(2)));
        compare("text[]", List.of("a,b", "\"", "NULL"), List.of("x"));
    }

    @Test
    void numbersToTheLastDigit() {
        List<Object> values = new ArrayList<>(List.of(
                new BigDecimal("0"),
                new BigDecimal("0.000"),
                new BigDecimal("1E+5"),
                new BigDecimal("9999"),
                new BigDecimal("10000"),
                new BigDecimal("0.0001"),
                new BigDecimal("0.00001"),
                new BigDecimal("-0.10"),
                new BigDecimal("1E-30"),
                new BigDecimal("1.5E+40"),
                BigInteger.TEN.pow(60),
                Long.MIN_VALUE,
                1,
                2.5,
                0.1f,
                new BigDecimal("999999999999999999"),
                new BigDecimal("1000000000000000000"),
                new BigDecimal("92233720368547758.08")));
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            BigInteger digits = new BigInteger(1 + random.nextInt(200), random);
            BigDecimal number = new BigDecimal(digits, random.nextInt(60) - 15);
            values.add(random.nextBoolean() ? number : number.negate());
        }
        compare("numeric", values.toArray());
        compare("numeric(12,2)", 1.005, new BigDecimal("1.005"), new BigDecimal("-9999999999.99"), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallint", "int", "bigint", "date", "timestamptz", "uuid", "bytea", "boolean, k2 int"})
    void inTheServersOrder(String type) {
        boolean two = type.startsWith("boolean");
        String table = "ordered_" + ++tables;
        pg.sql("CREATE TABLE " + table + " (seq serial, k " + type + ", value int, PRIMARY KEY (k" + (two ? ", k2" : "")
                + "))");
        Random random = new Random(3);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Object key =
                    switch (type) {
                        case "smallint" -> i - MANY / 2;
                        case "int" -> i * 400_000 - 900_000_000;
                        case "bigint" -> (i - MANY / 2) * (Long.MAX_VALUE / MANY);
                        case "date" -> LocalDate.of(1990, 1, 1).plusDays(i);
                        case "timestamptz" -> Instant.EPOCH.plusSeconds(i * 1_000_000L);
                        case "uuid" -> new UUID(random.nextLong(), random.nextLong());
                        case "bytea" ->
                            new BigInteger(1 + i * 20 / MANY * 8, random)
                                    .add(BigInteger.valueOf(i))
                                    .toByteArray();
                        default -> random.nextBoolean();
                    };
            rows.add(new HashMap<>(Map.of("k", key, "k2", i - MANY / 2, "value", i)));
            if (!two) {
                rows.get(i).remove("k2");
            }
        }
        Collections.shuffle(rows, random);
        upsert(table, rows);
        String key = two ? "(k, k2)" : "k";
        assertThat(pg.scalar("SELECT count(*) FROM (SELECT " + key + " k, lag(" + key + ") OVER (ORDER BY seq) b FROM "
                        + table + ") p WHERE b > k"))
                .isEqualTo("0");
        assertThat(Integer.parseInt(pg.scalar("SELECT count(*) FROM " + table))).isGreaterThan(MANY * 9 / 10);
    }
}
