package io.camelpg.operation;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.TableName;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the fields of rows in the places of columns. Not thread-safe. */
public final class RowFields {
    private static final int SHOWN = 63;

    private final TableName table;
    private final List<TargetColumn> columns;
    private final FieldOrder order;
    private final UnknownFields unknownFields;
    private final int store;

    /** @param store position of the column that takes unknown fields, -1 where there is none */
    public RowFields(
            TableName table, List<TargetColumn> columns, FieldNames names, UnknownFields unknownFields, int store) {
        this.table = table;
        this.columns = columns;
        this.order = new FieldOrder(names);
        this.unknownFields = unknownFields;
        this.store = store;
    }

    /**
     * Reads one row.
     *
     * @param values takes its values, by position
     * @param wanted the only columns to look at; null for all
     * @return the columns it has
     * @throws PgException PG-106 or PG-207 where the row is not one for this table
     */
    public BitSet read(SourceRow source, @Nullable Object[] values, @Nullable BitSet wanted) {
        PgException problem = source.problem();
        if (problem != null) {
            throw problem;
        }
        BitSet present = new BitSet(values.length);
        Map<String, @Nullable Object> unknown = null;
        int place = 0;
        for (Map.Entry<?, ? extends @Nullable Object> field : source.fields().entrySet()) {
            Object name = field.getKey();
            int column = order.position(place++, name == null ? "null" : name);
            if (column >= 0) {
                if (wanted == null || wanted.get(column)) {
                    requireFirst(present, column, name);
                    present.set(column);
                    values[column] = field.getValue();
                }
            } else if (column == FieldNames.UNKNOWN && wanted == null) {
                if (unknownFields.fails()) {
                    throw unknown(String.valueOf(name));
                }
                if (store >= 0) {
                    unknown = unknown == null ? new LinkedHashMap<>() : unknown;
                    unknown.put(String.valueOf(name), field.getValue());
                }
            }
        }
        if (unknown != null) {
            store(values, present, unknown);
        }
        return present;
    }

    private void requireFirst(BitSet present, int column, @Nullable Object name) {
        if (present.get(column)) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY,
                    "two fields of the row mean " + columns.get(column).label() + ", the other one is "
                            + shown(String.valueOf(name)));
        }
    }

    private void store(@Nullable Object[] values, BitSet present, Map<String, @Nullable Object> unknown) {
        if (present.get(store)) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY,
                    "the row has a field for " + columns.get(store).label()
                            + ", which takes the fields without a column");
        }
        present.set(store);
        values[store] = unknown;
    }

    /** What is said of a field that no column takes. */
    public PgException unknown(String field) {
        String nearest =
                NearestNames.among(columns.stream().map(TargetColumn::name).toList(), field);
        return new PgException(
                PgErrorCode.UNDEFINED_COLUMN,
                "no column of " + table + " takes the field " + shown(field),
                "42703",
                (nearest == null ? "" : "Perhaps you meant \"" + nearest + "\"; ")
                        + "unknownFields=ignore leaves such fields out",
                null);
    }

    /** The names of fields come with messages, and may be anything. */
    public static String shown(String field) {
        String printable = field.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return '\'' + (printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable) + '\'';
    }
}
