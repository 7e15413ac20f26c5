package io.camelpg.operation.upsert;

import org.jspecify.annotations.Nullable;

/** What RETURNING gave for one row. */
final class ReturnedRow {
    private final long index;
    private final byte[] @Nullable [] values;

    /**
     * @param index of the row in the message
     * @param values in text format, null for NULL
     */
    ReturnedRow(long index, byte[] @Nullable [] values) {
        this.index = index;
        this.values = values;
    }

    long index() {
        return index;
    }

    byte @Nullable [] value(int column) {
        return values[column];
    }
}
