package io.camelpg.operation;

import io.camelpg.sql.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A difference between rows and their table, and what was done about it.
 *
 * @param column null where it is not about one
 * @param from the column's type before; null where there was none
 * @param to its type now; null where there is none
 * @param field of the rows; null where it is not about one
 * @param sql the statements that were run for it; null where there were none, or it is part of the one before
 */
public record SchemaChange(
        Kind kind,
        TableName table,
        @Nullable String column,
        @Nullable String from,
        @Nullable String to,
        @Nullable String field,
        @Nullable String sql) {
    /** What happened. */
    public enum Kind {
        SCHEMA_CREATED("schema-created"),
        TABLE_CREATED("table-created"),
        COLUMN_ADDED("column-added"),
        COLUMN_WIDENED("column-widened"),
        /** No row of the call had a field for it; it is still there. */
        COLUMN_ABSENT("column-absent"),
        FIELD_DISCARDED("field-discarded"),
        TABLE_REPLACED("table-replaced"),
        /** What depended on a table and went with it. */
        OBJECT_DROPPED("object-dropped");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As headers have it. */
        public String label() {
            return label;
        }
    }

    /** For a line of a log. */
    @Override
    public String toString() {
        return table + ": " + kind.label()
                + (column == null ? "" : ' ' + RowFields.shown(column))
                + (from == null ? "" : ", was " + from)
                + (to == null ? "" : ", is " + to)
                + (field == null || field.equals(column) ? "" : ", for the field " + RowFields.shown(field));
    }

    /** With {@code change}, {@code table}, {@code column}, {@code from}, {@code to}, {@code field} and {@code sql}. */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("change", kind.label());
        map.put("table", table.toString());
        map.put("column", column);
        map.put("from", from);
        map.put("to", to);
        map.put("field", field);
        map.put("sql", sql);
        return map;
    }
}
