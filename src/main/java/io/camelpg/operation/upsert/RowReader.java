package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SourceRow;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Reads rows for a table that needs their key. Not thread-safe. */
final class RowReader {
    private final UpsertTarget target;
    private final RowFields fields;
    private final BitSet keysAndVersion = new BitSet();
    private BitSet presentBefore = new BitSet();

    RowReader(UpsertTarget target) {
        this.target = target;
        this.fields = new RowFields(
                target.plan().table(),
                target.columns(),
                target.fields(),
                target.plan().unknownFields(),
                target.store());
        target.keys().forEach(keysAndVersion::set);
        if (target.version() >= 0) {
            keysAndVersion.set(target.version());
        }
    }

    /** @throws PgException PG-106, PG-207 or PG-315 where the row is not one for this table */
    SentRow read(long index, SourceRow source) {
        @Nullable Object[] values = new @Nullable Object[target.columns().size()];
        BitSet present = fields.read(source, values, source.delete() ? keysAndVersion : null);
        requireKey(values, present);
        if (target.plan().absent() == Absent.NULL && !source.delete()) {
            complete(present);
        }
        // rows of one shape share it, and are told to be of one shape the quicker for it
        presentBefore = present.equals(presentBefore) ? presentBefore : present;
        return new SentRow(index, source, values, presentBefore, source.delete());
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
}
