package io.camelpg.operation.load.schema;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a table would have to become for some rows.
 *
 * @param columns by field, its column, one that is missing included; without fields that have had no value and no column
 * @param missing columns that are not there, those of no field first
 * @param widened columns whose type is too narrow
 * @param unfilled columns that need a value and get none
 * @param absent other columns that no row has a field for
 */
record Differences(
        Map<String, String> columns,
        List<NewColumn> missing,
        List<Widened> widened,
        List<String> unfilled,
        List<RelationColumn> absent) {

    /** In the place of a type, where there was no value to tell it by. */
    private static final String NO_VALUE = "only NULL so far";

    /** @param to the type that the column has to have */
    record Widened(RelationColumn column, String to, String field) {}

    /**
     * Compares.
     *
     * @param relation null where there is no such table
     * @param extra columns that no field has
     * @param withoutValues whether fields that have only been NULL need a column, too
     */
    static Differences of(
            @Nullable Relation relation,
            SeenFields seen,
            SourceColumns source,
            List<NewColumn> extra,
            boolean withoutValues,
            int serverVersion) {
        List<RelationColumn> there = relation == null ? List.of() : relation.columns();
        Map<String, FieldFacts> facts = seen.fields();
        Set<String> reserved = new LinkedHashSet<>();
        extra.forEach(column -> reserved.add(column.name()));
        List<String> fields = new ArrayList<>(facts.keySet());
        // these are the loader's own, whatever a row has there
        fields.removeAll(reserved);
        Set<String> making = new HashSet<>(fields);
        making.removeIf(field -> !withoutValues && kind(facts, field) == null);
        Map<String, String> columns = FieldColumns.assign(there, fields, making, reserved);

        Map<String, RelationColumn> byName = new LinkedHashMap<>();
        there.forEach(column -> byName.put(column.name(), column));
        List<NewColumn> missing = new ArrayList<>(extra);
        missing.removeIf(column -> byName.containsKey(column.name()));
        List<Widened> widened = new ArrayList<>();
        columns.forEach((field, name) -> {
            FieldFacts values = facts.get(field);
            RelationColumn column = byName.get(name);
            ValueKind kind = kind(facts, field);
            String type = kind == null ? null : source.type(field, kind, serverVersion);
            if (column == null) {
                String made = kind == null ? NO_VALUE : kind.type();
                missing.add(new NewColumn(name, type == null ? made : type, field));
            } else if (values != null) {
                String wider = Widening.of(column, values, type);
                if (wider != null) {
                    widened.add(new Widened(column, wider, field));
                }
            }
        });
        byName.keySet().removeAll(columns.values());
        byName.keySet().removeAll(reserved);
        byName.values().removeIf(RelationColumn::generated);
        List<String> unfilled = byName.values().stream()
                .filter(column -> seen.whole() && column.notNull() && !column.hasDefault())
                .map(RelationColumn::name)
                .toList();
        return new Differences(columns, missing, widened, unfilled, List.copyOf(byName.values()));
    }

    private static @Nullable ValueKind kind(Map<String, FieldFacts> facts, String field) {
        FieldFacts of = facts.get(field);
        return of == null ? null : of.kind();
    }

    /** Whether the table has to be changed. */
    boolean needed() {
        return !missing.isEmpty() || !widened.isEmpty();
    }

    /** The fields that have a column by now. */
    Map<String, String> existing() {
        Map<String, String> existing = new LinkedHashMap<>(columns);
        missing.forEach(column -> existing.remove(column.field()));
        return existing;
    }

    /** The missing columns that a field has. */
    List<NewColumn> newFields() {
        return missing.stream().filter(column -> column.field() != null).toList();
    }
}
