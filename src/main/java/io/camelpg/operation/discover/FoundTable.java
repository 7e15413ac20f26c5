package io.camelpg.operation.discover;

import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table or view with what was found of it. Used by one thread. */
final class FoundTable {
    final List<FoundColumn> columns = new ArrayList<>();
    final List<Node> checks = new ArrayList<>();
    final List<Node> foreignKeys = new ArrayList<>();
    final List<Node> referencedBy = new ArrayList<>();
    final List<Node> partitions = new ArrayList<>();
    /** The partitions themselves. */
    final List<FoundTable> parts = new ArrayList<>();

    final List<Node> parents = new ArrayList<>();
    private final List<Node> indexes = new ArrayList<>();
    private final Size size = new Size(parts);
    private Node node = new Node(Map.of());

    void is(Node found) {
        node = found;
        size.of(found);
    }

    void addIndex(Node index) {
        size.addIndex(index);
        if (index.is("asked")) {
            indexes.add(index);
        }
    }

    String name() {
        return node.text("name");
    }

    Size size() {
        return size;
    }

    Map<String, @Nullable Object> map(String user, Map<Integer, PgType> types) {
        boolean readable = node.is("usable") && node.is("readable");
        Boolean writable = (Boolean) node.value("writable");
        Keys keys = new Keys(indexes, columns);
        Node parent = parents.stream()
                .filter(each -> each.is("partition"))
                .findFirst()
                .orElse(null);
        columns.sort(Comparator.comparingInt(FoundColumn::position));
        return Shape.TABLE.map(
                name(),
                node.value("quoted"),
                kind(),
                node.value("owner"),
                node.value("comment"),
                readable,
                writable,
                node.texts("privileges"),
                node.is("rowSecurity"),
                size.rows(),
                size.tableBytes(),
                size.indexBytes(),
                size.totalBytes(),
                columns.stream()
                        .map(column -> column.map(
                                Objects.requireNonNull(types.get(column.typeOid())), writable, readable, user))
                        .toList(),
                keys.primaryKey(),
                keys.uniqueKeys(),
                ForeignKeys.of(foreignKeys),
                ForeignKeys.references(referencedBy),
                Discovery.sorted(checks, Shape.CHECK, "name"),
                keys.indexes(),
                node.value("partitionKey"),
                Discovery.sorted(partitions, Shape.PARTITION, "schema", "name"),
                parent == null
                        ? null
                        : Shape.PARTITION.map(
                                parent.value("parentSchema"), parent.value("parentName"), parent.value("bound")),
                parents.stream()
                        .filter(each -> !each.is("partition"))
                        .map(each -> Shape.PARENT.map(each.value("parentSchema"), each.value("parentName")))
                        .toList(),
                issue(user));
    }

    /** {@code pg_class.relkind} in words. */
    private String kind() {
        return switch (node.text("kind")) {
            case "r" -> "table";
            case "p" -> "partitioned";
            case "v" -> "view";
            case "m" -> "materialized view";
            case "f" -> "foreign";
            default -> throw new IllegalStateException("a relation of kind " + node.text("kind"));
        };
    }

    private @Nullable String issue(String user) {
        List<String> issues = new ArrayList<>();
        String quoted = node.text("quoted");
        if (!node.is("usable")) {
            issues.add("the user " + user + " may not use its schema: GRANT USAGE ON SCHEMA");
        }
        if (!node.is("readable")) {
            issues.add("the user " + user + " may not read it: GRANT SELECT ON " + quoted);
        }
        if (node.isNot("populated")) {
            issues.add("it has never been filled: REFRESH MATERIALIZED VIEW " + quoted);
        }
        if (node.is("locked")) {
            issues.add("somebody alters it, or a table under it: sizes, definitions and expressions are left out");
        }
        return issues.isEmpty() ? null : String.join("; ", issues);
    }
}
