package io.camelpg.operation.discover;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The indexes of a table, and which of them are keys. */
final class Keys {
    private final List<Node> indexes;

    Keys(List<Node> indexes) {
        this.indexes = indexes.stream()
                .sorted(Comparator.comparing((Node index) -> !index.is("primary"))
                        .thenComparing(index -> index.text("name")))
                .toList();
    }

    @Nullable
    Map<String, @Nullable Object> primaryKey() {
        for (Node index : indexes) {
            if (index.is("primary")) {
                return Shape.PRIMARY_KEY.map(index.value("constraint"), index.texts("columns"), index.is("deferrable"));
            }
        }
        return null;
    }

    /** Constraints and unique indexes; not those that were never completed. */
    List<Map<String, @Nullable Object>> uniqueKeys() {
        return indexes.stream()
                .filter(index -> index.is("unique") && !index.is("primary") && index.is("valid"))
                .map(index -> Shape.UNIQUE_KEY.map(
                        index.value("name"),
                        index.value("constraint") != null,
                        index.texts("columns"),
                        index.is("expressions"),
                        index.is("partial"),
                        index.value("predicate"),
                        index.is("nullsNotDistinct"),
                        index.is("deferrable")))
                .toList();
    }

    List<Map<String, @Nullable Object>> indexes() {
        return indexes.stream()
                .map(index -> Shape.INDEX.map(
                        index.value("name"),
                        index.value("method"),
                        index.is("unique"),
                        index.is("primary"),
                        index.is("exclusion"),
                        index.value("constraint"),
                        index.texts("columns"),
                        index.texts("included"),
                        index.is("expressions"),
                        index.is("partial"),
                        index.value("predicate"),
                        index.is("valid"),
                        index.number("bytes"),
                        index.value("definition")))
                .toList();
    }
}
