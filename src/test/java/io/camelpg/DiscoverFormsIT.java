package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.support.PgContext;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JSON, Markdown and Mermaid of tables whose names mean something to JSON, Markdown and Mermaid. */
@Tag("core")
class DiscoverFormsIT {
    private static final List<String> NAMES = List.of(
            "one",
            "to",
            "many",
            "zero or one",
            "u",
            "pk",
            "FK",
            "style",
            "class",
            "classDef",
            "direction",
            "title",
            "accTitle",
            "erDiagram",
            "end",
            "%%{init: {}}%%",
            "%% comment",
            "a%b",
            "a\\b",
            "a\"b",
            "a”b",
            "||--o{",
            "{",
            "}",
            ";",
            "a:b",
            "#quot;",
            "style:#x;",
            "<script>alert(1)</script>",
            "`x`",
            "a|b",
            "line\nbreak",
            "tab\there",
            " ",
            "  two",
            "\u3000",
            "\u200b",
            "😀",
            "数量",
            "שלום",
            "Größe",
            "ª",
            "×",
            "1st",
            "-",
            "_",
            "__init__",
            "*",
            "[x](y)",
            "'; DROP TABLE x; --",
            "select");

    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        StringBuilder sql = new StringBuilder("CREATE TABLE hub (id int PRIMARY KEY);");
        StringBuilder columns = new StringBuilder();
        for (String name : NAMES) {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            sql.append("CREATE TABLE ").append(quoted).append(" (id int PRIMARY KEY REFERENCES hub, ");
            sql.append(quoted)
                    .append(" int UNIQUE REFERENCES hub, x")
                    .append(" int REFERENCES ")
                    .append(quoted);
            sql.append("); COMMENT ON TABLE ").append(quoted).append(" IS '").append(name.replace("'", "''"));
            sql.append("';");
            columns.append(columns.isEmpty() ? "" : ", ").append(quoted).append(" text DEFAULT '");
            columns.append(name.replace("'", "''")).append("'");
        }
        pg.sql(sql + "CREATE TABLE all_of_them (" + columns + ");");
        pg.sql(
                "CREATE SCHEMA app; CREATE TYPE app.state AS ENUM ('new', 'a|b', ''); COMMENT ON TYPE app.state IS 'of an *order*';"
                        + " CREATE DOMAIN app.price AS numeric(10,2) NOT NULL CHECK (VALUE > 0);"
                        + " CREATE TABLE app.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state app.state DEFAULT 'a|b',"
                        + " price app.price, gross numeric GENERATED ALWAYS AS (price * 1.2) STORED, parent bigint REFERENCES app.orders"
                        + " ON DELETE CASCADE, CHECK (id > 0)); COMMENT ON COLUMN app.orders.state IS E'one | two\\nthree';"
                        + " CREATE INDEX by_state ON app.orders (state); CREATE UNIQUE INDEX one_new ON app.orders (parent)"
                        + " WHERE state = 'new'; CREATE VIEW app.open_orders AS SELECT id FROM app.orders;"
                        + " CREATE TABLE app.log (at date) PARTITION BY RANGE (at);"
                        + " CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static String text(String uri) {
        return (String) body(pg.send("pg:discover" + uri, null));
    }

    @Test
    void jsonIsTheMapsAsTheyAre() throws IOException {
        Object map = body(pg.send("pg:discover", null));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(text("?outputType=json"))).isEqualTo(json.readTree(json.writeValueAsString(map)));
    }

    @Test
    void aDiagramKeepsItsSyntaxWhateverTheNames() {
        String diagram = text(":public?outputType=mermaid");
        Pattern line = Pattern.compile("erDiagram|    \"[^\"%\\\\\\r\\n]+\" \\{"
                + "|        [A-Za-z_\u00c0-\uffff][^\\s\"]* [A-Za-z_\u00c0-\uffff][^\\s\"]*( (PK|FK|UK)(, (FK|UK))*)?( \"[^\"%\\\\]+\")?"
                + "|    }|    \"[^\"%\\\\]+\" (\\|\\||\\|o)--(o\\||o\\{) \"[^\"%\\\\]+\" : \"[^\"%\\\\]+\"");
        List<String> lines = diagram.lines().toList();
        assertThat(lines).allMatch(each -> line.matcher(each).matches());
        assertThat(lines.stream().filter(each -> each.endsWith(" {")).distinct().count())
                .isEqualTo(NAMES.size() + 2);
        assertThat(lines.stream().filter(each -> each.contains(" : \"")).count())
                .isEqualTo(NAMES.size() * 3L);
    }

    @Test
    void aDiagramOfASchema() {
        assertThat(text(":app?outputType=mermaid"))
                .isEqualTo(
                        """
                        erDiagram
                            "log" {
                                date at
                            }
                            "orders" {
                                bigint id PK
                                app_state state
                                app_price price
                                numeric gross
                                bigint parent FK
                            }
                            "orders" |o--o{ "orders" : "parent"
                        """);
    }

    @Test
    void aPageOfASchema() {
        String page = text(":app?outputType=markdown");
        assertThat(page)
                .startsWith("# " + pg.database() + "\n\n## app\n\n### log\n\nA partitioned table.\n")
                .contains(
                        "| `state` | app.state | yes | `'a\\|b'::app.state` | one \\| two<br>three |\n",
                        "| `id` | bigint | no | identity, always |  |\n",
                        "| `price` | app.price | no |  |  |\n",
                        "- Primary key: `id`\n- Unique: `parent`, where `(state = 'new'::app.state)`\n"
                                + "- References app.orders: `parent` → `id`, on delete cascade\n"
                                + "- Referenced by app.orders: `parent` → `id`\n- Check: `CHECK ((id > 0))`\n"
                                + "- Index: `CREATE INDEX by_state ON app.orders USING btree (state)`\n",
                        "- Partitioned by `RANGE (at)`\n- Partition app.log_2026: `FOR VALUES FROM",
                        "### Types\n\n- state: `new`, `a|b`, *empty*. of an \\*order\\*\n",
                        "- price: numeric(10,2), not null, `CHECK ((VALUE > (0)::numeric))`\n")
                .containsPattern("\\| `gross` \\| numeric \\| yes \\| stored: `.*` \\|  \\|\n")
                .doesNotContain("### log_2026");
    }

    @Test
    void aPageOfOddNamesHasALineForEachColumn() {
        String page = text("?outputType=markdown");
        assertThat(page.lines().filter(each -> each.startsWith("### ")).count()).isEqualTo(NAMES.size() + 2 + 4);
        int from = page.indexOf("### all_of_them");
        assertThat(page.substring(from, page.indexOf("\n### ", from))
                        .lines()
                        .filter(each -> each.startsWith("| `") && each.split("(?<!\\\\)\\|", -1).length == 7)
                        .count())
                .isEqualTo(NAMES.size());
    }

    @Test
    void aPageChangesOnlyWithTheSchema() {
        String before = text(":app?outputType=markdown");
        pg.sql("INSERT INTO app.orders (price) SELECT 1 FROM generate_series(1, 1000); ANALYZE app.orders");
        assertThat(text(":app?outputType=markdown")).isEqualTo(before);
        pg.sql("ALTER TABLE app.log ADD COLUMN more int");
        assertThat(text(":app?outputType=markdown")).isNotEqualTo(before);
        pg.sql("ALTER TABLE app.log DROP COLUMN more");
    }
}
