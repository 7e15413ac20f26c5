package io.camelpg.row.arrow.source;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that columns name by their numbers. Not thread-safe. */
final class Dictionary {
    private final SourceColumn column;
    /** A value that cannot be had is there as its exception. */
    private final List<@Nullable Object> values = new ArrayList<>();

    private boolean known;

    /** @param column reads its values */
    Dictionary(SourceColumn column) {
        this.column = column;
    }

    /** Takes a batch of values; those before it stay where it is a delta. */
    void load(Batch batch, boolean delta) {
        column.loadParts(batch);
        if (column.length() < batch.rows()) {
            throw Faults.malformed("a dictionary has fewer values than it says");
        }
        if (!delta) {
            values.clear();
        }
        known = true;
        for (int i = 0; i < batch.rows(); i++) {
            values.add(entry(i));
        }
    }

    private @Nullable Object entry(int index) {
        try {
            return column.value(index);
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.VALUE_REJECTED) {
                return e;
            }
            throw e;
        }
    }

    @Nullable
    Object value(long index) {
        if (index < 0 || index >= values.size()) {
            throw Faults.malformed(
                    known
                            ? "a value points outside of its dictionary of " + values.size()
                            : "a dictionary is used that was not there before");
        }
        Object value = values.get((int) index);
        if (value instanceof PgException e) {
            throw e;
        }
        return value;
    }
}
