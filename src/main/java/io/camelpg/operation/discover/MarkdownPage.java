package io.camelpg.operation.discover;

import static io.camelpg.operation.discover.MarkdownText.cell;
import static io.camelpg.operation.discover.MarkdownText.code;
import static io.camelpg.operation.discover.MarkdownText.codes;
import static io.camelpg.operation.discover.MarkdownText.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A discovery as a page to be kept beside the code: tables as GitHub has them in Markdown, nothing that changes while the
 * schema does not. Partitions are listed with their table.
 */
final class MarkdownPage {
    private final StringBuilder out = new StringBuilder();

    private MarkdownPage() {}

    static String of(Node database) {
        MarkdownPage page = new MarkdownPage();
        page.line("# " + text(database.text("database")));
        page.paragraph(database.optional("issue"));
        database.nodes("schemas").forEach(page::schema);
        return page.out.toString();
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private void paragraph(@Nullable String words) {
        if (words != null) {
            line("");
            line(text(words));
        }
    }

    private void schema(Node schema) {
        line("");
        line("## " + text(schema.text("name")));
        paragraph(schema.optional("comment"));
        paragraph(schema.optional("issue"));
        schema.nodes("tables").stream()
                .filter(table -> table.node("partitionOf") == null)
                .forEach(this::table);
        types(schema);
    }

    private void table(Node table) {
        line("");
        line("### " + text(table.text("name")));
        String kind = table.text("kind");
        if (!kind.equals("table")) {
            line("");
            line(kind.equals("view") || kind.equals("materialized view") ? "A " + kind + "." : "A " + kind + " table.");
        }
        paragraph(table.optional("comment"));
        paragraph(table.optional("issue"));
        line("");
        line("| Column | Type | Null | Default | |");
        line("|---|---|---|---|---|");
        for (Node column : table.nodes("columns")) {
            line("| " + cell(column.text("name")) + " | " + text(column.text("declaredType")) + " | "
                    + (column.is("nullable") ? "yes" : "no") + " | " + value(column) + " | " + remarks(column) + " |");
        }
        List<String> items = new ArrayList<>();
        keys(table, items);
        relationships(table, items);
        others(table, items);
        list(items);
    }

    private static String value(Node column) {
        String identity = column.optional("identity");
        if (identity != null) {
            return "identity, " + identity;
        }
        String value = column.optional("default");
        if (value == null) {
            return "";
        }
        String generated = column.optional("generated");
        return generated == null ? cell(value) : generated + ": " + cell(value);
    }

    private static String remarks(Node column) {
        List<String> remarks = new ArrayList<>();
        for (String key : List.of("comment", "issue")) {
            String remark = column.optional(key);
            if (remark != null) {
                remarks.add(text(remark));
            }
        }
        return String.join("<br>", remarks);
    }

    private static void keys(Node table, List<String> items) {
        Node primary = table.node("primaryKey");
        if (primary != null) {
            items.add("Primary key: " + codes(primary.texts("columns")));
        }
        for (Node key : table.nodes("uniqueKeys")) {
            String predicate = key.optional("predicate");
            items.add("Unique: " + codes(key.texts("columns")) + (key.is("nullsNotDistinct") ? ", NULLs too" : "")
                    + (predicate == null ? "" : ", where " + code(predicate)));
        }
    }

    private static void relationships(Node table, List<String> items) {
        for (Node key : table.nodes("foreignKeys")) {
            items.add("References " + place(key.text("referencedSchema"), key.text("referencedTable")) + ": "
                    + codes(key.texts("columns")) + " → " + codes(key.texts("referencedColumns")) + actions(key));
        }
        for (Node key : table.nodes("referencedBy")) {
            items.add("Referenced by " + place(key.text("schema"), key.text("table")) + ": "
                    + codes(key.texts("columns")) + " → " + codes(key.texts("referencedColumns")));
        }
    }

    private static String actions(Node key) {
        String actions = "";
        for (String when : List.of("onDelete", "onUpdate")) {
            if (!key.text(when).equals("NO ACTION")) {
                actions += ", on " + when.substring(2).toLowerCase(Locale.ROOT) + " "
                        + key.text(when).toLowerCase(Locale.ROOT);
            }
        }
        return actions;
    }

    private static void others(Node table, List<String> items) {
        for (Node check : table.nodes("checks")) {
            String definition = check.optional("definition");
            items.add("Check: " + code(definition == null ? check.text("name") : definition));
        }
        for (Node index : table.nodes("indexes")) {
            if (!index.is("unique")) {
                String definition = index.optional("definition");
                items.add("Index: " + code(definition == null ? index.text("name") : definition));
            }
        }
        String key = table.optional("partitionKey");
        if (key != null) {
            items.add("Partitioned by " + code(key));
        }
        for (Node partition : table.nodes("partitions")) {
            items.add("Partition " + place(partition.text("schema"), partition.text("name")) + ": "
                    + code(partition.text("bound")));
        }
        for (Node parent : table.nodes("inherits")) {
            items.add("Inherits " + place(parent.text("schema"), parent.text("name")));
        }
    }

    private static String place(String schema, String table) {
        return text(schema + '.' + table);
    }

    private void list(List<String> items) {
        if (!items.isEmpty()) {
            line("");
            items.forEach(item -> line("- " + item));
        }
    }

    private void types(Node schema) {
        List<String> items = new ArrayList<>();
        for (Node type : schema.nodes("enums")) {
            items.add(text(type.text("name")) + ": " + codes(type.texts("values")) + remark(type));
        }
        for (Node type : schema.nodes("domains")) {
            List<String> parts = new ArrayList<>(List.of(text(type.text("baseType"))));
            if (!type.is("nullable")) {
                parts.add("not null");
            }
            for (Node check : type.nodes("checks")) {
                String definition = check.optional("definition");
                parts.add(code(definition == null ? check.text("name") : definition));
            }
            items.add(text(type.text("name")) + ": " + String.join(", ", parts) + remark(type));
        }
        if (!items.isEmpty()) {
            line("");
            line("### Types");
            list(items);
        }
    }

    private static String remark(Node type) {
        String comment = type.optional("comment");
        return comment == null ? "" : ". " + text(comment);
    }
}
