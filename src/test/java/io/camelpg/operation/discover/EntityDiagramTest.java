package io.camelpg.operation.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityDiagramTest {
    private static Map<String, Object> column(String name, String type, boolean nullable) {
        return Map.of("name", name, "type", type, "nullable", nullable);
    }

    private static Map<String, Object> table(String name, List<?> columns, String... primaryKey) {
        Map<String, Object> table = new HashMap<>();
        table.put("name", name);
        table.put("kind", "table");
        table.put("columns", columns);
        table.put("foreignKeys", List.of());
        table.put("primaryKey", primaryKey.length == 0 ? null : Map.of("columns", List.of(primaryKey)));
        return table;
    }

    private static Map<String, Object> reference(String schema, String table, String... columns) {
        return Map.of(
                "referencedSchema", schema, "referencedTable", table, "columns", List.of(columns), "inherited", false);
    }

    private static String diagram(Map<?, ?>... tables) {
        return EntityDiagram.of(
                new Node(Map.of("schemas", List.of(Map.of("name", "shop", "tables", List.of(tables))))));
    }

    @Test
    void tablesWithTheirKeys() {
        Map<String, Object> orders = table(
                "orders",
                List.of(
                        column("id", "bigint", false),
                        column("customer_id", "integer", false),
                        column("code", "character varying", true)),
                "id");
        orders.put("foreignKeys", List.of(reference("shop", "customers", "customer_id")));
        orders.put("uniqueKeys", List.of(Map.of("columns", List.of("code"), "partial", false)));
        assertThat(diagram(orders, table("customers", List.of(column("id", "integer", false)), "id")))
                .isEqualTo(
                        """
                        erDiagram
                            "orders" {
                                bigint id PK
                                integer customer_id FK
                                character_varying code UK
                            }
                            "customers" {
                                integer id PK
                            }
                            "customers" ||--o{ "orders" : "customer_id"
                        """);
    }

    @Test
    void howManyOfEach() {
        Map<String, Object> details = table("details", List.of(column("id", "integer", false)), "id");
        details.put("foreignKeys", List.of(reference("shop", "orders", "id")));
        Map<String, Object> notes = table("notes", List.of(column("order_id", "integer", true)));
        notes.put("foreignKeys", List.of(reference("shop", "orders", "order_id")));
        Map<String, Object> choices = table("choices", List.of(column("order_id", "integer", true)));
        choices.put("foreignKeys", List.of(reference("shop", "orders", "order_id")));
        choices.put("uniqueKeys", List.of(Map.of("columns", List.of("order_id"), "partial", true)));
        assertThat(diagram(details, notes, choices))
                .contains(
                        "\"orders\" ||--o| \"details\" : \"id\"",
                        "\"orders\" |o--o{ \"notes\" : \"order_id\"",
                        "\"orders\" |o--o{ \"choices\" : \"order_id\"");
    }

    @Test
    void aReferenceThatBothEndsTellOfIsOneLine() {
        Map<String, Object> node = table("node", List.of(column("up", "integer", true)));
        node.put("foreignKeys", List.of(reference("shop", "node", "up")));
        node.put("referencedBy", List.of(Map.of("schema", "shop", "table", "node", "columns", List.of("up"))));
        assertThat(diagram(node)).containsOnlyOnce("--").contains("\"node\" |o--o{ \"node\" : \"up\"");
    }

    @Test
    void schemasAreNamedWhereThereAreSeveral() {
        Map<String, Object> orders = table("orders", List.of(column("id", "integer", false)));
        orders.put("referencedBy", List.of(Map.of("schema", "crm", "table", "calls", "columns", List.of("order_id"))));
        assertThat(diagram(orders))
                .contains("\"shop.orders\" {", "\"shop.orders\" |o--o{ \"crm.calls\" : \"order_id\"");
    }

    @Test
    void viewsAndPartitionsAreLeftOut() {
        Map<String, Object> view = table("view_of_it", List.of());
        view.put("kind", "view");
        Map<String, Object> partition = table("orders_2026", List.of());
        partition.put("partitionOf", Map.of("name", "orders"));
        partition.put(
                "foreignKeys",
                List.of(Map.of(
                        "referencedSchema",
                        "shop",
                        "referencedTable",
                        "x",
                        "columns",
                        List.of("y"),
                        "inherited",
                        true)));
        assertThat(diagram(view, partition)).isEqualTo("erDiagram\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "id | id",
                "order id | order_id",
                "2nd | _2nd",
                "pk | _pk",
                "FK | _FK",
                "we\"ird | we_ird",
                "a.b,c | a_b_c",
                "text[] | text[]",
                "shop.mood | shop_mood",
                "Größe | Größe",
                "数量 | 数量",
                "a\uD83D\uDE00b | a_b",
                "%%{init}%% | _init_",
                "a--b | a--b"
            })
    void wordsAreWords(String name, String word) {
        assertThat(MermaidNames.word(name)).isEqualTo(word);
    }

    @Test
    void namesStayApart() {
        MermaidNames names = new MermaidNames();
        String first = names.quoted(new MermaidNames.Name("", "a\"b"));
        assertThat(first).isEqualTo("\"a”b\"");
        assertThat(names.quoted(new MermaidNames.Name("", "a”b"))).isEqualTo("\"a”b (2)\"");
        assertThat(names.quoted(new MermaidNames.Name("", "a\"b"))).isEqualTo(first);
        assertThat(names.quoted(new MermaidNames.Name("a", "b.c"))).isEqualTo("\"a.b.c\"");
        assertThat(names.quoted(new MermaidNames.Name("a.b", "c"))).isEqualTo("\"a.b.c (2)\"");
    }

    @Test
    void aNameThatIsAlteredIsShownBesideItsColumn() {
        assertThat(diagram(table("t", List.of(column("order \"id\"", "text", true)))))
                .contains("text order_id_ \"order ”id”\"");
    }
}
