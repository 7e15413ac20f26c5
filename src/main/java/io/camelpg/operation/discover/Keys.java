package io.camelpg.operation.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The indexes of a table, and which of them are keys. */
final class Keys {
    private final List<Node> indexes;
    private final Map<Integer, String> names = new HashMap<>();

    Keys(List<Node> indexes, List<FoundColumn> columns) {
        this.indexes = indexes.stream()
                .sorted(Comparator.comparing((Node index) -> !index.is("primary"))
                        .thenComparing(index -> index.text("name")))
                .toList();
        columns.forEach(column -> names.put(column.position(), column.name()));
    }

    /** Names and expressions; without expressions where they are not known. */
    private List<String> columns(Node index, int from, int to) {
        Iterator<String> expressions = index.texts("written").iterator();
        List<String> written = new ArrayList<>();
        for (int number : index.integers("columns")) {
            String name = names.get(number);
            written.add(name != null ? name : expressions.hasNext() ? expressions.next() : "");
        }
        return written.subList(from, Math.min(to, written.size())).stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private List<String> columns(Node index) {
        return columns(index, 0, index.integer("keys"));
    }

    @Nullable
    Map<String, @Nullable Object> primaryKey() {
        for (Node index : indexes) {
            if (index.is("primary")) {
                return Shape.PRIMARY_KEY.map(index.value("constraint"), columns(index), index.is("deferrable"));
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
                        columns(index),
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
                        columns(index),
                        columns(index, index.integer("keys"), Integer.MAX_VALUE),
                        index.is("expressions"),
                        index.is("partial"),
                        index.value("predicate"),
                        index.is("valid"),
                        index.number("bytes"),
                        index.value("definition")))
                .toList();
    }
}
