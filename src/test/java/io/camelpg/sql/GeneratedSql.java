package io.camelpg.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A statement under construction of which everything is known: its placeholders, its texts, and what it selects. */
final class GeneratedSql {
    private final StringBuilder given = new StringBuilder();
    private final StringBuilder separate = new StringBuilder();
    private final StringBuilder unified = new StringBuilder();
    private final Map<Placeholder, Integer> placeholders = new LinkedHashMap<>();
    private final List<Integer> occurrences = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /** Text that reaches the server as it is. */
    GeneratedSql text(String text) {
        return text(text, text);
    }

    /** Text that reaches the server as another. */
    GeneratedSql text(String text, String forServer) {
        given.append(text);
        separate.append(forServer);
        unified.append(forServer);
        return this;
    }

    GeneratedSql placeholder(Placeholder placeholder, String written) {
        given.append(written);
        int index = placeholders.computeIfAbsent(placeholder, any -> placeholders.size());
        occurrences.add(index);
        separate.append('$').append(occurrences.size());
        unified.append('$').append(index + 1);
        return this;
    }

    /** What the next column of the result must be. */
    void selects(String value) {
        values.add(value);
    }

    String given() {
        return given.toString();
    }

    String separate() {
        return separate.toString();
    }

    String unified() {
        return unified.toString();
    }

    List<Placeholder> placeholders() {
        return List.copyOf(placeholders.keySet());
    }

    int[] occurrences() {
        return occurrences.stream().mapToInt(Integer::intValue).toArray();
    }

    List<String> values() {
        return values;
    }
}
