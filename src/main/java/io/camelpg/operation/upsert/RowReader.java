package io.camelpg.operation.upsert;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SourceRow;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the fields of rows in the places of columns. Not thread-safe. */
final class RowReader {
    private static final int SHOWN = 63;

    private final UpsertTarget target;
    private final FieldOrder order;
    private BitSet presentBefore = new BitSet();

    RowReader(UpsertTarget target) {
        this.target = target;
        this.order = new FieldOrder(target.fields());
    }

    /** @throws PgException PG-106, PG-207 or PG-315 where the row is not one for this table */
    SentRow read(long index, SourceRow source) {
        PgException problem = source.problem();
        if (problem != null) {
            throw problem;
        }
        @Nullable Object[] values = new @Nullable Object[target.columns().size()];
        BitSet present = new BitSet(values.length);
        Map<String, @Nullable Object> unknown = null;
        int place = 0;
        for (Map.Entry<?, ? extends @Nullable Object> field : source.fields().entrySet()) {
            Object name = field.getKey();
            int column = order.position(place++, name == null ? "null" : name);
            if (column >= 0) {
                if (source.delete() && !target.isKey(column) && column != target.version()) {
                    continue;
                }
                if (present.get(column)) {
                    throw new PgException(
                            PgErrorCode.INVALID_BODY,
                            "two fields of the row mean " + target.label(column) + ", the other one is "
                                    + shown(String.valueOf(name)));
                }
                present.set(column);
                values[column] = field.getValue();
            } else if (column == FieldNames.UNKNOWN && !source.delete()) {
                if (target.plan().unknownFields().fails()) {
                    throw unknown(String.valueOf(name));
                }
                if (target.store() >= 0) {
                    unknown = unknown == null ? new LinkedHashMap<>() : unknown;
                    unknown.put(String.valueOf(name), field.getValue());
                }
            }
        }
        if (unknown != null) {
            store(values, present, unknown);
        }
        requireKey(values, present);
        if (target.plan().absent() == Absent.NULL && !source.delete()) {
            complete(present);
        }
        // rows of one shape share it, and are told to be of one shape the quicker for it
        presentBefore = present.equals(presentBefore) ? presentBefore : present;
        return new SentRow(index, source, values, presentBefore, source.delete());
    }

    private void store(@Nullable Object[] values, BitSet present, Map<String, @Nullable Object> unknown) {
        int store = target.store();
        if (present.get(store)) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY,
                    "the row has a field for " + target.label(store) + ", which takes the fields without a column");
        }
        present.set(store);
        values[store] = unknown;
    }

    private void requireKey(@Nullable Object[] values, BitSet present) {
        for (int key : target.keys()) {
            if (!present.get(key) || (values[key] == null && !target.key().nullsEqual())) {
                throw new PgException(
                        PgErrorCode.INCOMPLETE_ROW,
                        "the row has " + (present.get(key) ? "NULL" : "no field") + " for its key, "
                                + target.label(key));
            }
        }
        int version = target.version();
        if (version >= 0 && (!present.get(version) || values[version] == null)) {
            throw new PgException(
                    PgErrorCode.INCOMPLETE_ROW,
                    "the row has " + (present.get(version) ? "NULL" : "no field") + " for its version, "
                            + target.label(version));
        }
    }

    private void complete(BitSet present) {
        for (int i = 0; i < target.columns().size(); i++) {
            if (!target.columns().get(i).column().notNull()) {
                present.set(i);
            }
        }
    }

    private PgException unknown(String field) {
        String nearest = NearestNames.among(
                target.columns().stream().map(TargetColumn::name).toList(), field);
        return new PgException(
                PgErrorCode.UNDEFINED_COLUMN,
                "no column of " + target.plan().table() + " takes the field " + shown(field),
                "42703",
                (nearest == null ? "" : "Perhaps you meant \"" + nearest + "\"; ")
                        + "unknownFields=ignore leaves such fields out",
                null);
    }

    /** The names of fields come with messages, and may be anything. */
    private static String shown(String field) {
        String printable = field.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return '\'' + (printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable) + '\'';
    }
}
