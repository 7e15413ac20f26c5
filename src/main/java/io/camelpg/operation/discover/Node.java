package io.camelpg.operation.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Map of a discovery, or of what the server says, with its values as what they are. */
record Node(Map<?, ?> map) {
    String text(String key) {
        return Objects.requireNonNull((String) map.get(key), key);
    }

    @Nullable
    String optional(String key) {
        return (String) map.get(key);
    }

    boolean is(String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    /** Whether it is known, and known to be false. */
    boolean isNot(String key) {
        return Boolean.FALSE.equals(map.get(key));
    }

    @Nullable
    Object value(String key) {
        return map.get(key);
    }

    /** Null where it is not known. */
    @Nullable
    Long number(String key) {
        return map.get(key) instanceof Number number ? Long.valueOf(number.longValue()) : null;
    }

    int integer(String key) {
        return map.get(key) instanceof Number number ? number.intValue() : 0;
    }

    @Nullable
    Node node(String key) {
        return map.get(key) instanceof Map<?, ?> inner ? new Node(inner) : null;
    }

    List<Node> nodes(String key) {
        List<Node> nodes = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> inner) {
                    nodes.add(new Node(inner));
                }
            }
        }
        return nodes;
    }

    List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            list.forEach(element -> integers.add(element instanceof Number number ? number.intValue() : 0));
        }
        return integers;
    }

    /** Without those that are not known. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            list.stream().filter(Objects::nonNull).map(String::valueOf).forEach(texts::add);
        }
        return List.copyOf(texts);
    }
}
