package io.camelpg.row.arrow.source;

/** Where values of various length begin and end. */
final class Offsets {
    private final boolean wide;
    private Slice values = Slice.EMPTY;

    /** @param wide whether they have 64 bits, not 32 */
    Offsets(boolean wide) {
        this.wide = wide;
    }

    void load(Batch batch) {
        values = batch.buffer();
    }

    long start(int index) {
        return wide ? values.int64(8L * index) : values.int32(4L * index);
    }

    long end(int index) {
        return wide ? values.int64(8L * index + 8) : values.int32(4L * index + 4);
    }
}
