package io.camelpg.row.arrow;

import io.camelpg.type.Format;

/**
 * The values of one column of one batch, put where Arrow has them as they come from the wire. Not thread-safe.
 */
abstract class ArrowColumn {
    private final Bits present = new Bits();

    /**
     * One value that is not NULL.
     *
     * @return how many bytes it takes here
     */
    final long add(byte[] data, int offset, int length, Format format) {
        long bytes = append(data, offset, length, format);
        present.add(true);
        return bytes;
    }

    /** Returns how many bytes it takes, too. */
    final long addNull() {
        long bytes = appendNull();
        present.add(false);
        return bytes;
    }

    /**
     * Returns how many bytes it takes, about.
     *
     * @throws io.camelpg.error.PgException PG-318 for a value that has no form here, PG-314 for malformed bytes
     */
    abstract long append(byte[] data, int offset, int length, Format format);

    /** What stands in the place of a value. */
    abstract long appendNull();

    /** Appends the nodes and buffers of the values so far. */
    final void writeTo(Body body) {
        body.node(present);
        writeValues(body);
    }

    abstract void writeValues(Body body);

    /** Forgets the values, and keeps the memory. */
    final void reset() {
        present.reset();
        resetValues();
    }

    abstract void resetValues();
}
