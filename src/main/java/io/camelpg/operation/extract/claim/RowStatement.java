package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement about one row.
 *
 * @param values what goes behind those of the key, in order
 */
record RowStatement(SqlTemplate template, List<RowValue> values) {
    RowStatement {
        values = List.copyOf(values);
    }

    /** The values for the statement's placeholders. */
    @Nullable
    Object[] bound(List<String> key, Map<RowValue, Object> told) {
        List<@Nullable Object> all = new ArrayList<>(key);
        values.forEach(value -> all.add(told.get(value)));
        return all.toArray();
    }

    /** Numbers the placeholders. Not thread-safe. */
    static final class Builder {
        private final String key;
        private final int keys;
        private final Map<RowValue, Integer> numbers = new EnumMap<>(RowValue.class);
        private final List<RowValue> values = new ArrayList<>();

        Builder(List<RelationColumn> key) {
            List<String> conditions = new ArrayList<>();
            for (RelationColumn column : key) {
                conditions.add(Identifier.quote(column.name()) + " = $" + (conditions.size() + 1) + "::text::"
                        + column.typeName());
            }
            this.key = String.join(" AND ", conditions);
            this.keys = key.size();
        }

        /** The condition that finds the row. */
        String key() {
            return key;
        }

        /** The placeholder of a value. */
        String value(RowValue value, String type) {
            Integer number = numbers.computeIfAbsent(value, fresh -> {
                values.add(fresh);
                return keys + values.size();
            });
            return "$" + number + "::" + type;
        }

        RowStatement build(String sql) {
            return new RowStatement(SqlTemplate.parse(sql), values);
        }
    }
}
