package io.camelpg.row.arrow.source;

/** Texts or strings of bytes, one behind the other. */
final class BytesSource extends SourceColumn {
    private final Texts meaning;
    private final Offsets offsets;
    private Slice bytes = Slice.EMPTY;

    /** @param wide whether offsets have 64 bits */
    BytesSource(Texts meaning, boolean wide) {
        this.meaning = meaning;
        this.offsets = new Offsets(wide);
    }

    @Override
    void loadValues(Batch batch, int count) {
        offsets.load(batch);
        bytes = batch.buffer();
    }

    @Override
    Object get(int index) {
        return meaning.of(bytes.part(offsets.start(index), offsets.end(index)));
    }
}
