package io.camelpg.operation;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.RelationColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * From the fields of a row to columns: by the name itself, else as camelCase or snake_case of it, else by the name that the
 * column keeps of the field that it was made for. Thread-safe.
 */
public final class FieldNames {
    /** No column takes the field. */
    public static final int UNKNOWN = -1;
    /** The server calculates the column of that name. */
    public static final int CALCULATED = -2;

    private static final int REMEMBERED = 5000;

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    /**
     * @param columns by position
     * @param calculated names of columns that nobody writes
     * @param made by field, the columns that were made for fields of other names
     */
    public FieldNames(List<String> columns, Set<String> calculated, Map<String, String> made) {
        Set<String> ambiguous = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            add(columns.get(i), i, ambiguous);
        }
        for (String name : calculated) {
            add(name, CALCULATED, ambiguous);
        }
        folded.keySet().removeAll(ambiguous);
        made.forEach((field, column) -> kept.put(field, exact.getOrDefault(column, UNKNOWN)));
    }

    private FieldNames() {}

    /**
     * Where it is decided already which field is which column.
     *
     * @param assigned by field, the column's name
     * @param columns by position; others are calculated ones
     */
    public static FieldNames assigned(Map<String, String> assigned, List<String> columns) {
        FieldNames names = new FieldNames();
        assigned.forEach((field, column) -> {
            int position = columns.indexOf(column);
            names.exact.put(field, position < 0 ? CALCULATED : position);
        });
        return names;
    }

    /** For each column of these that was made for a field of another name, that field. */
    public static Map<String, String> made(List<RelationColumn> columns) {
        Map<String, String> made = new HashMap<>();
        for (RelationColumn column : columns) {
            if (column.field() != null) {
                made.put(column.field(), column.name());
            }
        }
        return made;
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
            position = folded.get(ColumnNames.snakeCase(field));
        }
        if (position == null) {
            position = kept.getOrDefault(field, UNKNOWN);
        }
        if (seen.size() < REMEMBERED) {
            seen.put(field, position);
        }
        return position;
    }
}
