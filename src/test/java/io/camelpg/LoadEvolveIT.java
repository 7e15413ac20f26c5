package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables that become what their rows need: made, given columns, widened. */
@Tag("core")
class LoadEvolveIT extends SchemaLoading {
    private static List<String> said(List<Map<String, Object>> changes) {
        return changes.stream()
                .map(change -> change.get("change") + " " + change.get("column") + " " + change.get("from") + " "
                        + change.get("to"))
                .toList();
    }

    @Test
    void tableIsMadeOfItsRows() {
        List<Map<String, Object>> changes = load(
                "made" + EVOLVE,
                List.of(
                        row("id", 1, "name", "a", "price", 1.5, "nothing", null),
                        row("id", 2L, "name", null, "price", 2, "tags", List.of("x"))));
        assertThat(columns("made")).isEqualTo("id bigint, name character varying, price numeric, tags jsonb");
        assertThat(pg.scalar("SELECT string_agg(m::text, ' ' ORDER BY id) FROM made m"))
                .isEqualTo("(1,a,1.5,) (2,,2,\"[\"\"x\"\"]\")");
        assertThat(said(changes))
                .containsExactly(
                        "table-created null null null",
                        "column-added id null bigint",
                        "column-added name null character varying",
                        "column-added price null numeric",
                        "column-added tags null jsonb");
        assertThat(changes.get(0))
                .containsEntry("table", "public.made")
                .containsEntry(
                        "sql",
                        "CREATE TABLE \"public\".\"made\" (\"id\" bigint, \"name\" character varying, \"price\" numeric,"
                                + " \"tags\" jsonb)");
        assertThat(load("made" + EVOLVE, row("id", 3, "nothing", null, "name", "c")))
                .extracting(change -> change.get("change") + " " + change.get("column"))
                .containsExactly("column-absent price", "column-absent tags");
    }

    @Test
    void everyKindOfValue() {
        Map<String, Object> row = row(
                "a",
                true,
                "b",
                (short) 1,
                "c",
                new BigInteger("9".repeat(30)),
                "d",
                new BigDecimal("1.20"),
                "e",
                'x',
                "f",
                new byte[] {1},
                "g",
                new UUID(1, 2),
                "h",
                LocalDate.of(2026, 1, 2),
                "i",
                LocalTime.NOON,
                "j",
                OffsetTime.parse("10:00:00+02:00"),
                "k",
                LocalDateTime.of(2026, 1, 2, 3, 4),
                "l",
                Instant.EPOCH,
                "m",
                Map.of("x", 1),
                "n",
                new java.util.Date(0),
                "o",
                java.time.Duration.ofMinutes(1),
                "p",
                Float.valueOf(0.1f),
                "q",
                new int[] {1, 2});
        load("kinds" + EVOLVE, row);
        assertThat(columns("kinds"))
                .isEqualTo(
                        "a boolean, b bigint, c numeric, d numeric, e character varying, f bytea, g uuid, h date,"
                                + " i time without time zone, j time with time zone, k timestamp without time zone,"
                                + " l timestamp with time zone, m jsonb, n timestamp with time zone, o interval, p numeric, q jsonb");
        assertThat(pg.scalar("SELECT c || ' ' || d || ' ' || p || ' ' || q || ' ' || m FROM kinds"))
                .isEqualTo("9".repeat(30) + " 1.20 0.1 [1, 2] {\"x\": 1}");
    }

    @Test
    void columnsAreAddedAndWidened() {
        pg.sql("CREATE TABLE grown (id smallint, n int, v varchar(3), r real, d date, m numeric(4,2), t text)");
        load("grown" + EVOLVE, row("id", 1, "n", 2, "v", "abc", "r", 1.5, "d", LocalDate.EPOCH, "m", 12.34, "t", "x"));
        List<Map<String, Object>> changes = load(
                "grown" + EVOLVE,
                row(
                        "id",
                        70_000,
                        "n",
                        1.5,
                        "v",
                        "abcd",
                        "r",
                        1e39,
                        "d",
                        LocalDateTime.of(2026, 1, 1, 1, 0),
                        "m",
                        100,
                        "t",
                        5,
                        "newOne",
                        true));
        assertThat(said(changes))
                .containsExactly(
                        "column-added newOne null boolean",
                        "column-widened id smallint integer",
                        "column-widened n integer numeric",
                        "column-widened v character varying(3) character varying",
                        "column-widened r real double precision",
                        "column-widened d date timestamp without time zone",
                        "column-widened m numeric(4,2) numeric");
        assertThat(changes.get(1))
                .containsEntry("sql", "ALTER TABLE \"public\".\"grown\" ALTER COLUMN \"id\" TYPE integer")
                .containsEntry("field", "id");
        assertThat(pg.scalar("SELECT string_agg(g::text, ' ' ORDER BY id) FROM grown g"))
                .isEqualTo("(1,2,abc,1.5,\"1970-01-01 00:00:00\",12.34,x,)"
                        + " (70000,1.5,abcd,1e+39,\"2026-01-01 01:00:00\",100,5,t)");
    }

    @Test
    void textIsNoNumber() {
        pg.sql("CREATE TABLE counted (n int)");
        assertThat(refused("counted" + EVOLVE, List.of(row("n", 1), row("n", "many"))))
                .hasMessageContaining("row 1 ")
                .hasMessageContaining("22P02");
        assertThat(columns("counted")).isEqualTo("n integer");
    }

    @Test
    void whatComesLateEvolvesToo() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            Map<String, Object> row = new HashMap<>();
            row.put("id", i);
            row.put(i < 55_000 ? "early" : "late", i < 55_000 ? (Object) i : "x");
            row.put("n", i < 59_000 ? (Object) i : (Object) 0.5);
            rows.add(row);
        }
        List<Map<String, Object>> changes = load("late" + EVOLVE, rows);
        assertThat(pg.scalar(
                        "SELECT count(early) || ' ' || count(late) || ' ' || max(n) FILTER (WHERE n < 1) FROM late"))
                .isEqualTo("55000 5000 0.5");
        assertThat(said(changes))
                .contains("column-added late null character varying", "column-widened n bigint numeric");
        rows.add(row("id", "bad", "later", 1));
        assertThat(refused("late" + EVOLVE, rows)).hasMessageContaining("row 60000 ");
        assertThat(columns("late")).doesNotContain("later");
    }

    @Test
    void csvIsText() {
        load("texts" + EVOLVE + "&format=csv", "id,First Name,first_name\n1,a,\n2,b,c\n");
        assertThat(columns("texts"))
                .isEqualTo("id character varying, \"First_Name\" character varying, first_name character varying");
        List<Map<String, Object>> changes = load("texts" + EVOLVE + "&format=csv", "id,more\n3,x\n");
        assertThat(said(changes))
                .containsExactly(
                        "column-added more null character varying",
                        "column-absent First_Name character varying character varying",
                        "column-absent first_name character varying character varying");
        assertThat(pg.scalar("SELECT string_agg(t::text, ' ' ORDER BY id) FROM texts t"))
                .isEqualTo("(1,a,,) (2,b,c,) (3,,,x)");
    }

    @Test
    void nothingStaysOfALoadThatFails() {
        pg.sql("CREATE TABLE strict (id int PRIMARY KEY)");
        assertThat(refused("strict" + EVOLVE, List.of(row("id", 1, "a", "x"), row("id", 1, "a", "y"))))
                .hasMessageContaining("PG-306");
        assertThat(columns("strict")).isEqualTo("id integer");
        assertThat(refused("ns.strict" + EVOLVE, List.of(row("id", 1), "no row")))
                .hasMessageContaining("PG-106");
        assertThat(pg.scalar("SELECT count(*) FROM pg_namespace WHERE nspname = 'ns'"))
                .isEqualTo("0");
    }

    @Test
    void schemasAndKeys() {
        List<Map<String, Object>> changes =
                load("crm.person" + EVOLVE + "&keys=personId", row("personId", 1, "a", "x"));
        assertThat(said(changes).subList(0, 2))
                .containsExactly("schema-created null null null", "table-created null null null");
        assertThat(changes.get(0)).containsEntry("sql", "CREATE SCHEMA \"crm\"");
        assertThat(pg.scalar("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid ="
                        + " 'crm.person'::regclass"))
                .isEqualTo("PRIMARY KEY (\"personId\")");
        assertThat(refused("crm.other" + EVOLVE + "&keys=id", row("ID_", 1)))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("keys names \"id\"");
    }

    @Test
    void longNamesOfTables() {
        String name = "\"Sales of " + "x".repeat(80);
        load(name + "1\"" + EVOLVE, row("id", 1));
        load(name + "2\"" + EVOLVE, row("id", 2));
        load(name + "1\"" + EVOLVE, row("id", 3));
        assertThat(pg.scalar("SELECT count(*) FROM pg_class WHERE relname LIKE 'Sales of xxx%'"))
                .isEqualTo("2");
        assertThat(refused(name + "3\"?schemaContract=freeze", row("id", 1))).hasMessageContaining("PG-222");
    }
}
