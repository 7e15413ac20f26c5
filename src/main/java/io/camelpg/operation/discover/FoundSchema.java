package io.camelpg.operation.discover;

import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema with what was found of it. Used by one thread. */
final class FoundSchema {
    final List<FoundTable> tables = new ArrayList<>();
    final List<Node> types = new ArrayList<>();
    private Node node = new Node(Map.of());

    void is(Node found) {
        node = found;
    }

    String name() {
        return node.text("name");
    }

    Map<String, @Nullable Object> map(String user, Map<Integer, PgType> byOid) {
        tables.sort(Comparator.comparing(FoundTable::name));
        boolean usable = node.is("usable");
        return Shape.SCHEMA.map(
                name(),
                node.value("quoted"),
                node.value("owner"),
                node.value("comment"),
                usable,
                tables.stream().map(table -> table.map(user, byOid)).toList(),
                Discovery.sorted(ofKind("e"), Shape.ENUM, "name"),
                ofKind("d").stream()
                        .sorted(Comparator.comparing(type -> type.text("name")))
                        .map(FoundSchema::domain)
                        .toList(),
                usable ? null : "The user " + user + " may not use it: GRANT USAGE ON SCHEMA " + node.text("quoted"));
    }

    private List<Node> ofKind(String kind) {
        return types.stream().filter(type -> type.text("kind").equals(kind)).toList();
    }

    private static Map<String, @Nullable Object> domain(Node type) {
        return Shape.DOMAIN.map(
                type.value("name"),
                type.value("quoted"),
                type.value("comment"),
                type.value("baseType"),
                type.value("nullable"),
                type.value("default"),
                Discovery.sorted(type.nodes("checks"), Shape.DOMAIN_CHECK, "name"));
    }
}
