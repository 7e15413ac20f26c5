package io.camelpg.operation.discover;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Foreign keys, from both of their ends. */
final class ForeignKeys {
    private ForeignKeys() {}

    /** Those of a table, by name. */
    static List<Map<String, @Nullable Object>> of(List<Node> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(key -> key.text("name")))
                .map(key -> Shape.FOREIGN_KEY.map(
                        key.value("name"),
                        key.texts("columns"),
                        key.value("referencedSchema"),
                        key.value("referencedTable"),
                        key.texts("referencedColumns"),
                        action(key.text("onUpdate")),
                        action(key.text("onDelete")),
                        match(key.text("match")),
                        key.is("deferrable"),
                        key.is("initiallyDeferred"),
                        key.is("validated"),
                        key.is("inherited")))
                .toList();
    }

    /** Those that refer to a table, by where they are. */
    static List<Map<String, @Nullable Object>> references(List<Node> keys) {
        return keys.stream()
                .sorted(Comparator.comparing((Node key) -> key.text("schema"))
                        .thenComparing(key -> key.text("table"))
                        .thenComparing(key -> key.text("name")))
                .map(key -> Shape.REFERENCE.map(
                        key.value("name"),
                        key.value("schema"),
                        key.value("table"),
                        key.texts("columns"),
                        key.texts("referencedColumns"),
                        action(key.text("onUpdate")),
                        action(key.text("onDelete"))))
                .toList();
    }

    /** {@code pg_constraint.confupdtype} and {@code confdeltype} as SQL has them. */
    private static String action(String code) {
        return switch (code) {
            case "a" -> "NO ACTION";
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> throw new IllegalStateException("an action of code " + code);
        };
    }

    /** {@code pg_constraint.confmatchtype} as SQL has it. */
    private static String match(String code) {
        return switch (code) {
            case "f" -> "FULL";
            case "p" -> "PARTIAL";
            case "s" -> "SIMPLE";
            default -> throw new IllegalStateException("a match of code " + code);
        };
    }
}
