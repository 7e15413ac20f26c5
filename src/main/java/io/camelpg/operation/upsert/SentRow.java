package io.camelpg.operation.upsert;

import io.camelpg.operation.SourceRow;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row with its fields in the places of the target's columns. The arrays are shared: not to be written to. */
final class SentRow {
    private final long index;
    private final SourceRow source;
    private final @Nullable Object[] values;
    private final BitSet present;
    private final boolean delete;

    /**
     * @param index in the message, from 0
     * @param values by position in the target; meaningless where the column is not present
     * @param present the columns it has
     * @param delete whether the row of its key is to be deleted
     */
    SentRow(long index, SourceRow source, @Nullable Object[] values, BitSet present, boolean delete) {
        this.index = index;
        this.source = source;
        this.values = values;
        this.present = present;
        this.delete = delete;
    }

    long index() {
        return index;
    }

    SourceRow source() {
        return source;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    BitSet present() {
        return present;
    }

    boolean delete() {
        return delete;
    }

    /** This row with the fields of a later one of the same key laid over its own. */
    SentRow overlaid(SentRow later, UpsertTarget target) {
        @Nullable Object[] merged = values.clone();
        BitSet both = (BitSet) present.clone();
        both.or(later.present);
        for (int i = later.present.nextSetBit(0); i >= 0; i = later.present.nextSetBit(i + 1)) {
            if (i == target.store() && target.mergesStored() && present.get(i)) {
                merged[i] = StoredFields.merged(values[i], later.values[i]);
            } else if (!target.isKey(i)) {
                // equal keys may be written differently, 1.0 and 1.00: the first one stays
                merged[i] = later.values[i];
            }
        }
        return new SentRow(later.index, later.source, merged, both, false);
    }

    /** Whether the server would merge stored fields of both, and this has them in a form that only it can merge. */
    boolean onlyServerMerges(SentRow later, UpsertTarget target) {
        int store = target.store();
        return store >= 0
                && target.mergesStored()
                && present.get(store)
                && later.present.get(store)
                && !(values[store] instanceof Map && later.values[store] instanceof Map);
    }

    /** Whether the server would merge stored fields of an earlier row into those of this one. */
    boolean mergesInto(UpsertTarget target) {
        return target.store() >= 0 && target.mergesStored() && present.get(target.store());
    }

    /** This row with the key as an earlier one of the same key has it. */
    SentRow keyedAs(SentRow earlier, UpsertTarget target) {
        @Nullable Object[] keyed = values.clone();
        for (int key : target.keys()) {
            keyed[key] = earlier.values[key];
        }
        return new SentRow(index, source, keyed, present, false);
    }

    /** Whether it has every column that the other one has. */
    boolean covers(SentRow other) {
        BitSet missing = (BitSet) other.present.clone();
        missing.andNot(present);
        return missing.isEmpty();
    }
}
