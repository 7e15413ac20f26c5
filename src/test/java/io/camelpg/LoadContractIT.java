package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts that leave the table as it is, odd names, and what keeps a table from being changed. */
@Tag("core")
class LoadContractIT extends SchemaLoading {
    private static final String FREEZE = "?schemaContract=freeze";
    private static final String DISCARD = "?schemaContract=discard";

    @Test
    void freezeNamesAllDifferences() {
        pg.sql("CREATE TABLE frozen (id int, name text NOT NULL)");
        PgException refused =
                refused("frozen" + FREEZE, List.of(row("id", 1, "extra", 5), row("Other Thing", "x", "z", null)));
        assertThat(refused.code()).isEqualTo("PG-222");
        assertThat(refused)
                .hasMessageContaining("'extra' (bigint), 'Other Thing' (character varying), 'z' (only NULL so far)")
                .hasMessageContaining("columns that need a value and have no field: \"name\"");
        assertThat(refused("frozen" + FREEZE, row("id", 1)))
                .hasMessageContaining("PG-308")
                .hasMessageContaining("\"name\"");
        assertThat(refused("nowhere" + FREEZE, row("id", 1, "b", true)))
                .hasMessageContaining("PG-222")
                .hasMessageContaining("no such table; it would have 'id' (bigint), 'b' (boolean)");
        load("frozen" + FREEZE, row("id", 1, "name", "x"));
        pg.sql("ALTER TABLE frozen ADD more int");
        assertThat(load("frozen" + FREEZE, row("id", 2, "name", "y", "more", 1)))
                .isEmpty();
        assertThat(refused("frozen" + FREEZE + "&format=csv", "id,name,what\n1,x,y\n"))
                .hasMessageContaining("'what' (character varying)");
        assertThat(pg.scalar("SELECT count(*) FROM frozen")).isEqualTo("2");
    }

    @Test
    void discardKeepsTheRows() {
        pg.sql("CREATE TABLE kept (id int, name text)");
        List<Map<String, Object>> changes =
                load("kept" + DISCARD, List.of(row("id", 1, "extra", 5), row("id", 2, "more", "x", "extra", 6)));
        assertThat(changes)
                .extracting(change -> change.get("change") + " " + change.get("field") + " " + change.get("column"))
                .containsExactly("field-discarded extra null", "field-discarded more null", "column-absent null name");
        load("kept" + DISCARD + "&format=csv", "what,id\nx,3\n");
        assertThat(pg.scalar("SELECT string_agg(k::text, ' ' ORDER BY id) FROM kept k"))
                .isEqualTo("(1,) (2,) (3,)");
        assertThat(refused("kept" + DISCARD, row("nam", 1)))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("\"name\"");
        assertThat(refused("nowhere" + DISCARD, row("id", 1))).hasMessageContaining("PG-206");
    }

    @Test
    void withoutAContractATypoIsAnError() {
        pg.sql("CREATE TABLE plain (id int, name text)");
        assertThat(refused("plain", row("id", 1, "nmae", "x")))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("\"name\"");
        assertThat(refused("plein", row("id", 1)))
                .hasMessageContaining("PG-206")
                .hasMessageContaining("\"plain\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schemaContract=evolve&unknownFields=ignore",
                "schemaContract=freeze&unknownFields=ignore",
                "schemaContract=discard&unknownFields=store:rest",
                "schemaContract=evolve&columns=id",
                "keys=id"
            })
    void contradictions(String options) {
        assertThatThrownBy(() -> pg.send("pg:load:plain?" + options, Map.of("id", 1)))
                .hasStackTraceContaining("PG-501");
    }

    @Test
    void oddNames() {
        String longest = "x".repeat(63);
        Map<String, Object> row = row(
                "Order Date",
                1,
                "order-date",
                2,
                "select",
                3,
                "ctid",
                4,
                "",
                5,
                "💥",
                6,
                "日本語",
                7,
                "e\u0301",
                8,
                "é",
                9,
                "a\"b'c\\d\u0000",
                10,
                "ID",
                11,
                "id",
                12,
                longest + "1",
                13,
                longest + "2",
                14,
                "2nd",
                15,
                "xmin",
                16,
                "ä".repeat(40),
                17,
                "$$",
                18,
                "\uD83D",
                19);
        load("odd" + EVOLVE, row);
        assertThat(load("odd" + EVOLVE, row)).isEmpty();
        pg.sql(
                "DO $$ DECLARE c record; BEGIN FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = 'odd'::regclass"
                        + " AND attnum > 0 LOOP EXECUTE format('COMMENT ON COLUMN odd.%I IS NULL', c.attname); END LOOP; END $$");
        assertThat(load("odd" + EVOLVE, row)).isEmpty();
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT o) FROM odd o"))
                .isEqualTo("3 1");
        assertThat(pg.scalar("SELECT o.\"Order_Date\" || ' ' || o._ctid || ' ' || o._xmin || ' ' || o._2nd || ' '"
                        + " || o.\"select\" || ' ' || o.\"ID\" || ' ' || o.id || ' ' || \"日本語\" FROM odd o LIMIT 1"))
                .isEqualTo("1 4 16 15 3 11 12 7");
        assertThat(pg.scalar("SELECT sum(value::int) FROM odd o, jsonb_each_text(to_jsonb(o))"))
                .isEqualTo("570");
    }

    @Test
    void originalNamesAreKept() {
        load("named" + EVOLVE, row("Order Date", 1, "order-date", 2));
        String comments = "SELECT string_agg(attname || '=' || col_description(attrelid, attnum), ' ' ORDER BY attnum)"
                + " FROM pg_attribute WHERE attrelid = 'named'::regclass AND attnum > 0";
        assertThat(pg.scalar(comments))
                .isEqualTo("Order_Date=camel-pg field \"Order Date\" order_date=camel-pg field \"order-date\"");
        pg.sql("ALTER TABLE named RENAME \"Order_Date\" TO d;"
                + " COMMENT ON COLUMN named.d IS 'The day. camel-pg field \"Order Date\", see there'");
        load("named", row("Order Date", 3, "order-date", 4));
        load("named" + EVOLVE, row("Order Date", 5, "order-date", 6));
        pg.sql("ALTER TABLE named ADD PRIMARY KEY (d)");
        Exchange upserted = pg.send("pg:upsert:named", row("Order Date", 5, "order-date", 7));
        assertThat(upserted.getException()).isNull();
        assertThat(pg.scalar("SELECT string_agg(n::text, ' ' ORDER BY d) FROM named n"))
                .isEqualTo("(1,2) (3,4) (5,7)");
    }

    @Test
    void typesComeAlong() {
        pg.sql(
                "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE origin (a smallint, b numeric(8,3), c varchar(7), d int[],"
                        + " e timestamptz, f real, g mood, h char(2), i bit(3), j inet, k text[], l date, m uuid, n int8range,"
                        + " o character varying(3)[], p numeric(5,1)[]);"
                        + " INSERT INTO origin VALUES (1, 1.5, 'x', '{1,2}', now(), 1.5, 'ok', 'ab', '101', '::1', '{a}',"
                        + " '2026-01-01', '00000000-0000-0000-0000-000000000001', '[1,2)', '{abc}', '{1.5}')");
        for (String type : List.of("list", "stream", "ndjson", "csv", "arrow")) {
            String rich = type.equals("arrow") ? "&arrowTypes=rich" : "";
            Exchange read = pg.send("pg:query?outputType=" + type + rich + "&sql=SELECT * FROM origin", null);
            Object body = type.equals("ndjson")
                    ? read.getMessage().getBody(String.class)
                    : read.getMessage().getBody();
            String format = type.equals("arrow") || type.equals("csv") ? "&format=" + type : "";
            load("copy_" + type + EVOLVE + format, body, read.getMessage().getHeaders());
            assertThat(columns("copy_" + type)).isEqualTo(columns("origin").replace("g mood", "g character varying"));
            String values = "SELECT jsonb_pretty(to_jsonb(t)) FROM ";
            assertThat(pg.scalar(values + "copy_" + type + " t")).isEqualTo(pg.scalar(values + "origin t"));
        }
        Map<String, Object> stale =
                Map.of(PgConstants.COLUMNS, List.of(Map.of("name", "id", "type", "uuid"), Map.of("name", "x")));
        load("stale" + EVOLVE, row("id", 1, "x", 2), stale);
        assertThat(columns("stale")).isEqualTo("id bigint, x bigint");
    }

    @Test
    void viewsKeepTypes() {
        pg.sql("CREATE TABLE seen (id int, v varchar(2)); CREATE VIEW v1 AS SELECT id FROM seen; CREATE VIEW \"V 2\" AS"
                + " SELECT id + 1 FROM seen");
        PgException refused = refused("seen" + EVOLVE, row("id", 1L << 40));
        assertThat(refused.code()).isEqualTo("PG-223");
        assertThat(refused).hasMessageContaining("column \"id\"").hasMessageContaining("\"V 2\", v1");
        load("seen" + EVOLVE, row("id", 1, "v", "long", "new", true));
        assertThat(columns("seen")).isEqualTo("id integer, v character varying, new boolean");
        pg.sql("CREATE VIEW w AS SELECT id FROM seen; CREATE FUNCTION w() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " INSERT INTO seen (id) VALUES (NEW.id); RETURN NEW; END $$; CREATE TRIGGER w INSTEAD OF INSERT ON w"
                + " FOR EACH ROW EXECUTE FUNCTION w()");
        load("w" + EVOLVE, row("id", 2));
        assertThat(refused("w" + EVOLVE, row("id", 1, "x", 1)))
                .hasMessageContaining("PG-504")
                .hasMessageContaining("'x' (bigint)");
    }

    @Test
    void notNullColumnsNeedAField() {
        pg.sql("CREATE TABLE needy (id serial PRIMARY KEY, a int NOT NULL, b int NOT NULL DEFAULT 1, c int)");
        assertThat(refused("needy" + EVOLVE, row("c", 1)))
                .hasMessageContaining("PG-308")
                .hasMessageContaining("\"a\"")
                .hasMessageNotContaining("\"b\"");
        assertThat(load("needy" + EVOLVE, row("a", 1)))
                .extracting(change -> change.get("column"))
                .containsExactly("c");
        assertThat(load("needy" + EVOLVE + "&badRows=reject", List.of("no row", Map.of())))
                .allMatch(change -> change.get("change").equals("column-absent"));
    }

    @Test
    void partitionedTablesEvolve() {
        pg.sql("CREATE TABLE parts (id int) PARTITION BY RANGE (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES"
                + " FROM (0) TO (10)");
        load("parts" + EVOLVE, row("id", 1, "more", "x"));
        assertThat(columns("parts_1")).isEqualTo("id integer, more character varying");
    }

    @Test
    void whoMayNotIsToldTheGrant() {
        pg.sql("CREATE ROLE \"Loader\" LOGIN; CREATE SCHEMA closed; GRANT USAGE ON SCHEMA closed TO \"Loader\";"
                + " CREATE TABLE owned (id int); GRANT SELECT, INSERT ON owned TO \"Loader\"");
        assertThat(refused("closed.t" + EVOLVE + "&role=\"Loader\"", row("id", 1)))
                .hasMessageContaining("PG-212")
                .hasMessageContaining("GRANT USAGE, CREATE ON SCHEMA \"closed\" TO \"Loader\"");
        assertThat(refused("fresh.t" + EVOLVE + "&role=\"Loader\"", row("id", 1)))
                .hasMessageContaining("PG-212")
                .hasMessageContaining("GRANT CREATE ON DATABASE \"" + pg.database() + "\" TO \"Loader\"");
        assertThat(refused("owned" + EVOLVE + "&role=\"Loader\"", row("id", 1, "x", 1)))
                .hasMessageContaining("PG-212")
                .hasMessageContaining("OWNER TO \"Loader\"");
        assertThat(load("owned" + EVOLVE + "&role=\"Loader\"", row("id", 1))).isEmpty();
        pg.sql("DROP OWNED BY \"Loader\"; DROP ROLE \"Loader\"");
    }

    @Test
    void aTableThatChangesInBetween() {
        load("moving" + EVOLVE, row("id", 1, "a", "x"));
        pg.sql("ALTER TABLE moving DROP COLUMN a");
        assertThat(load("moving" + EVOLVE, row("id", 2, "a", 5)))
                .extracting(change -> change.get("sql"))
                .containsExactly("ALTER TABLE \"public\".\"moving\" ADD COLUMN \"a\" bigint");
        pg.sql("DROP TABLE moving");
        assertThat(load("moving" + EVOLVE, row("id", 3))).hasSize(2);
        pg.sql("ALTER TABLE moving ALTER id TYPE text");
        load("moving" + EVOLVE, row("id", "four"));
        assertThat(pg.scalar("SELECT string_agg(id, ' ' ORDER BY id) FROM moving"))
                .isEqualTo("3 four");
    }
}
