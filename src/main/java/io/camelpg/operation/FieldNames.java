package io.camelpg.operation;

import io.camelpg.catalog.ColumnNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** From the fields of a row to columns: by the name itself, else as camelCase or snake_case of it. Thread-safe. */
public final class FieldNames {
    /** No column takes the field. */
    public static final int UNKNOWN = -1;
    /** The server calculates the column of that name. */
    public static final int CALCULATED = -2;

    private static final int REMEMBERED = 5000;

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    /**
     * @param columns by position
     * @param calculated names of columns that nobody writes
     */
    public FieldNames(List<String> columns, Set<String> calculated) {
        Set<String> ambiguous = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            add(columns.get(i), i, ambiguous);
        }
        for (String name : calculated) {
            add(name, CALCULATED, ambiguous);
        }
        folded.keySet().removeAll(ambiguous);
    }

    private void add(String name, int position, Set<String> ambiguous) {
        exact.put(name, position);
        if (folded.put(ColumnNames.snakeCase(name), position) != null) {
            ambiguous.add(ColumnNames.snakeCase(name));
        }
    }

    /** The column's position, {@link #UNKNOWN} or {@link #CALCULATED}. */
    public int position(String field) {
        Integer known = seen.get(field);
        if (known != null) {
            return known;
        }
        Integer position = exact.get(field);
        if (position == null) {
            position = folded.getOrDefault(ColumnNames.snakeCase(field), UNKNOWN);
        }
        if (seen.size() < REMEMBERED) {
            seen.put(field, position);
        }
        return position;
    }
}
