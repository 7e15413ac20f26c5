package io.camelpg.operation.discover;

import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the rows of the catalog's statement, which come in any order, say together. Used by one thread. */
final class Discovery {
    private final Map<Long, FoundSchema> schemas = new HashMap<>();
    private final Map<Long, FoundTable> tables = new HashMap<>();
    private final Set<Integer> typeOids = new TreeSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final @Nullable String issue;
    private Node database = new Node(Map.of());

    /** @param issue why some things are not known; null where they are */
    Discovery(@Nullable String issue) {
        this.issue = issue;
    }

    /** Takes a row, with OIDs and number as {@link Part} has them. */
    void add(Part part, long first, long second, int number, Node node) {
        switch (part) {
            case DATABASE -> database = node;
            case SCHEMA -> schema(first).is(node);
            case RELATION -> {
                table(first).is(node);
                if (node.is("asked")) {
                    schema(second).tables.add(table(first));
                }
            }
            case COLUMN -> {
                typeOids.add((int) second);
                table(first).columns.add(FoundColumn.of((int) second, number, node, names));
            }
            case INDEX -> table(first).addIndex(node);
            case CHECK -> table(first).checks.add(node);
            case FOREIGN_KEY -> {
                table(first).foreignKeys.add(node);
                if (!node.is("inherited")) {
                    table(second).referencedBy.add(node);
                }
            }
            case INHERITANCE -> {
                if (node.is("partition")) {
                    table(first).partitions.add(node);
                    table(first).parts.add(table(second));
                }
                table(second).parents.add(node);
            }
            case TYPE -> schema(first).types.add(node);
        }
    }

    private FoundSchema schema(long oid) {
        return schemas.computeIfAbsent(oid, key -> new FoundSchema());
    }

    /** Of a relation that is only referred to nothing else is known. */
    private FoundTable table(long oid) {
        return tables.computeIfAbsent(oid, key -> new FoundTable());
    }

    /** Whether there is neither a schema nor a table. */
    boolean isEmpty() {
        return schemas.isEmpty();
    }

    /** The types of all columns. */
    Set<Integer> typeOids() {
        return typeOids;
    }

    /** All of it, by names. */
    Map<String, @Nullable Object> database(Map<Integer, PgType> types) {
        String user = database.text("user");
        Map<String, Object> byName = new TreeMap<>();
        for (FoundSchema schema : schemas.values()) {
            byName.put(schema.name(), schema.map(user, types));
        }
        return Shape.DATABASE.map(
                database.value("database"),
                database.value("version"),
                user,
                List.copyOf(byName.values()),
                issue == null ? null : "Sizes, definitions and expressions are left out: " + issue);
    }

    /** Each as a Map, in the order of their names. */
    static List<Map<String, @Nullable Object>> sorted(List<Node> nodes, Shape shape, String... keys) {
        List<Node> inOrder = new ArrayList<>(nodes);
        Comparator<Node> order = Comparator.comparing(node -> node.text(keys[0]));
        for (int i = 1; i < keys.length; i++) {
            String key = keys[i];
            order = order.thenComparing(node -> node.text(key));
        }
        inOrder.sort(order);
        return inOrder.stream().map(shape::of).toList();
    }
}
