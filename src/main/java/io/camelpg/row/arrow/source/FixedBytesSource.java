package io.camelpg.row.arrow.source;

/** Strings of bytes that all have the same length. */
final class FixedBytesSource extends SourceColumn {
    private final int width;
    private Slice bytes = Slice.EMPTY;

    FixedBytesSource(int width) {
        this.width = width;
    }

    @Override
    void loadValues(Batch batch, int count) {
        bytes = batch.buffer();
    }

    @Override
    Object get(int index) {
        long at = (long) index * width;
        return Texts.BYTES.of(bytes.part(at, at + width));
    }
}
