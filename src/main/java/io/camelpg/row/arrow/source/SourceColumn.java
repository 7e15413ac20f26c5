package io.camelpg.row.arrow.source;

import org.jspecify.annotations.Nullable;

/** One column of the stream: the values of the current batch as Java's. Not thread-safe. */
abstract class SourceColumn {
    private Slice present = Slice.EMPTY;
    private boolean nulls;
    private int length;

    /**
     * Takes the next nodes and buffers of a batch.
     *
     * @param needed how many values there must be at least
     * @throws io.camelpg.error.PgException PG-106 where they are not there
     */
    final void load(Batch batch, int needed) {
        length = batch.node();
        nulls = batch.nulls() > 0;
        if (length < needed) {
            throw Faults.malformed("a column has " + length + " values where " + needed + " are needed");
        }
        present = hasPresence() ? batch.buffer() : Slice.EMPTY;
        loadValues(batch, length);
    }

    /** As {@link #load}, for values of which others say which are meant. */
    final void loadParts(Batch batch) {
        load(batch, 0);
        // some columns have no bytes, and could say to have any number of values
        if (length > batch.mostParts()) {
            throw Faults.malformed("a column says to have " + length + " values, and its record batch is too small");
        }
    }

    /** Whether there is a buffer that says which values are NULL. */
    boolean hasPresence() {
        return true;
    }

    abstract void loadValues(Batch batch, int count);

    /**
     * A value of the current batch.
     *
     * @throws io.camelpg.error.PgException PG-301 for one that PostgreSQL has no place for; PG-106
     */
    final @Nullable Object value(int index) {
        if (index < 0 || index >= length) {
            throw Faults.malformed("a value is missing in a column of " + length);
        }
        return nulls && hasPresence() && !present.bit(index) ? null : get(index);
    }

    /** One that is not NULL. */
    abstract @Nullable Object get(int index);

    final int length() {
        return length;
    }
}
