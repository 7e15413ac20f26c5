package io.camelpg.row.arrow.source;

/** Booleans, a bit each. */
final class BooleanSource extends SourceColumn {
    private Slice values = Slice.EMPTY;

    @Override
    void loadValues(Batch batch, int count) {
        values = batch.buffer();
    }

    @Override
    Object get(int index) {
        return values.bit(index);
    }
}
