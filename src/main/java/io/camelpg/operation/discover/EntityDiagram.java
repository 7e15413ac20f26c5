package io.camelpg.operation.discover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a discovery and their relationships as a Mermaid diagram ("Entity Relationship Diagrams" in Mermaid's
 * documentation). Without views, and with partitions as parts of their table.
 */
final class EntityDiagram {
    private static final Set<String> ENTITIES = Set.of("table", "partitioned", "foreign");

    private final StringBuilder out = new StringBuilder("erDiagram\n");
    private final MermaidNames entities = new MermaidNames();
    private final Map<String, Node> tables = new HashMap<>();
    private final boolean qualified;
    private final Set<String> lines = new LinkedHashSet<>();

    private EntityDiagram(Node database) {
        this.qualified = database.nodes("schemas").size() > 1
                || database.nodes("schemas").stream()
                        .flatMap(schema -> schema.nodes("tables").stream())
                        .anyMatch(table -> isElsewhere(
                                table, database.nodes("schemas").get(0).text("name")));
    }

    private static boolean isElsewhere(Node table, String schema) {
        return table.nodes("foreignKeys").stream()
                        .anyMatch(key -> !key.text("referencedSchema").equals(schema))
                || table.nodes("referencedBy").stream()
                        .anyMatch(key -> !key.text("schema").equals(schema));
    }

    static String of(Node database) {
        EntityDiagram diagram = new EntityDiagram(database);
        for (Node schema : database.nodes("schemas")) {
            for (Node table : schema.nodes("tables")) {
                if (ENTITIES.contains(table.text("kind")) && table.node("partitionOf") == null) {
                    diagram.tables.put(diagram.entity(schema.text("name"), table.text("name")), table);
                    diagram.table(schema.text("name"), table);
                }
            }
        }
        for (Node schema : database.nodes("schemas")) {
            schema.nodes("tables").forEach(table -> diagram.relationships(schema.text("name"), table));
        }
        diagram.lines.forEach(line -> diagram.out.append("    ").append(line).append('\n'));
        return diagram.out.toString();
    }

    private String entity(String schema, String table) {
        return entities.quoted(new MermaidNames.Name(qualified ? schema : "", table));
    }

    private void table(String schema, Node table) {
        Set<String> primary = columns(table.node("primaryKey"));
        Set<String> foreign = new HashSet<>();
        table.nodes("foreignKeys").forEach(key -> foreign.addAll(key.texts("columns")));
        Set<String> unique = new HashSet<>();
        table.nodes("uniqueKeys").stream()
                .filter(key -> key.texts("columns").size() == 1 && isPlain(key))
                .forEach(key -> unique.addAll(key.texts("columns")));
        out.append("    ").append(entity(schema, table.text("name"))).append(" {\n");
        for (Node column : table.nodes("columns")) {
            String name = column.text("name");
            String word = MermaidNames.word(name);
            List<String> marks = new ArrayList<>();
            mark(marks, "PK", primary.contains(name));
            mark(marks, "FK", foreign.contains(name));
            mark(marks, "UK", unique.contains(name) && !primary.equals(Set.of(name)));
            out.append("        ")
                    .append(MermaidNames.word(column.text("type")))
                    .append(' ')
                    .append(word);
            if (!marks.isEmpty()) {
                out.append(' ').append(String.join(", ", marks));
            }
            if (!word.equals(name)) {
                out.append(" \"").append(MermaidNames.plain(name)).append('"');
            }
            out.append('\n');
        }
        out.append("    }\n");
    }

    private static void mark(List<String> marks, String mark, boolean applies) {
        if (applies) {
            marks.add(mark);
        }
    }

    private static Set<String> columns(@Nullable Node key) {
        return key == null ? Set.of() : new HashSet<>(key.texts("columns"));
    }

    /** Whether it holds for all rows. */
    private static boolean isPlain(Node key) {
        return !key.is("partial") && !key.is("expressions");
    }

    /** From both ends: of two tables only one may be in the diagram. */
    private void relationships(String schema, Node table) {
        for (Node key : table.nodes("foreignKeys")) {
            if (!key.is("inherited")) {
                line(
                        entity(key.text("referencedSchema"), key.text("referencedTable")),
                        entity(schema, table.text("name")),
                        key.texts("columns"));
            }
        }
        for (Node key : table.nodes("referencedBy")) {
            line(
                    entity(schema, table.text("name")),
                    entity(key.text("schema"), key.text("table")),
                    key.texts("columns"));
        }
    }

    /** A row has none or one that it refers to, exactly one where its columns take no NULL; and one each where they are a key. */
    private void line(String referenced, String referencing, List<String> columns) {
        Node child = tables.get(referencing);
        boolean required = child != null && isRequired(child, columns);
        boolean alone = child != null && isKey(child, columns);
        lines.add(referenced + (required ? " ||--" : " |o--") + (alone ? "o| " : "o{ ") + referencing + " : \""
                + MermaidNames.plain(String.join(", ", columns)) + '"');
    }

    private static boolean isRequired(Node table, List<String> columns) {
        return table.nodes("columns").stream()
                .filter(column -> columns.contains(column.text("name")))
                .noneMatch(column -> column.is("nullable"));
    }

    private static boolean isKey(Node table, List<String> columns) {
        Set<String> primary = columns(table.node("primaryKey"));
        return (!primary.isEmpty() && columns.containsAll(primary))
                || table.nodes("uniqueKeys").stream()
                        .anyMatch(key -> isPlain(key) && columns.containsAll(key.texts("columns")));
    }
}
