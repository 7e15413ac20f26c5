package io.camelpg.operation.load.schema;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.sql.ShortName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which column each field of some rows is for: one that is there, or a new one. No two fields have the same, and the order of
 * the fields does not matter. A column that was made for a field stays that field's: by the name that is kept in its
 * comment, or by the hash of it in the column's name.
 */
final class FieldColumns {
    /** By name, the columns that no field has yet. */
    private final Map<String, RelationColumn> free = new LinkedHashMap<>();

    private final Set<String> taken = new LinkedHashSet<>();
    private final Map<String, String> assigned = new HashMap<>();
    /** In their natural order, so that no other order counts. */
    private final Set<String> open;

    private FieldColumns(List<RelationColumn> columns, Collection<String> fields, Set<String> reserved) {
        for (RelationColumn column : columns) {
            taken.add(column.name());
            if (!reserved.contains(column.name())) {
                free.put(column.name(), column);
            }
        }
        taken.addAll(reserved);
        this.open = new TreeSet<>(fields);
    }

    /**
     * Finds the columns of fields.
     *
     * @param fields whose columns are wanted
     * @param making those of them that may have a new one
     * @param reserved names of columns that no field has
     * @return by field the column's name, in the order of the fields; without those that have none
     */
    static Map<String, String> assign(
            List<RelationColumn> columns, Collection<String> fields, Set<String> making, Set<String> reserved) {
        FieldColumns all = new FieldColumns(columns, fields, reserved);
        all.kept();
        all.told();
        all.named();
        all.folded();
        all.made();
        all.fresh(making);
        Map<String, String> result = new LinkedHashMap<>();
        for (String field : fields) {
            String column = all.assigned.get(field);
            if (column != null) {
                result.put(field, column);
            }
        }
        return result;
    }

    private void assign(String field, String column) {
        assigned.put(field, column);
        open.remove(field);
        free.remove(column);
    }

    private List<String> left() {
        return List.copyOf(open);
    }

    private boolean isFree(String column) {
        RelationColumn known = free.get(column);
        return known != null && known.field() == null;
    }

    private void kept() {
        for (RelationColumn column : List.copyOf(free.values())) {
            String field = column.field();
            if (field != null && open.contains(field)) {
                assign(field, column.name());
            }
        }
    }

    /** Where somebody replaced the comment. */
    private void told() {
        for (String field : left()) {
            String name = MadeName.told(field, ShortName.DIGITS);
            if (isFree(name)) {
                assign(field, name);
            }
        }
    }

    private void named() {
        for (String field : left()) {
            if (isFree(field)) {
                assign(field, field);
            }
        }
    }

    /** As camelCase or snake_case, where that means one column and one field. */
    private void folded() {
        Map<String, List<String>> columns = new HashMap<>();
        for (RelationColumn column : free.values()) {
            if (column.field() == null) {
                columns.computeIfAbsent(ColumnNames.snakeCase(column.name()), none -> new ArrayList<>())
                        .add(column.name());
            }
        }
        for (String field : left()) {
            List<String> meant = columns.getOrDefault(ColumnNames.snakeCase(field), List.of());
            if (meant.size() == 1 && isFree(meant.get(0))) {
                assign(field, meant.get(0));
            }
        }
    }

    private void made() {
        for (String field : left()) {
            String name = MadeName.of(field);
            if (isFree(name)) {
                assign(field, name);
            }
        }
    }

    private void fresh(Set<String> making) {
        List<String> fields = new ArrayList<>(left());
        fields.retainAll(making);
        // a field whose name needs no change has the first claim to it
        fields.sort(Comparator.comparing((String field) -> !MadeName.of(field).equals(field)));
        for (String field : fields) {
            String name = MadeName.of(field);
            for (int digits = ShortName.DIGITS; taken.contains(name); digits += ShortName.DIGITS) {
                name = MadeName.told(field, digits);
            }
            taken.add(name);
            assign(field, name);
        }
    }
}
