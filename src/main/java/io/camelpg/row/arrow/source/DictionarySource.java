package io.camelpg.row.arrow.source;

import org.jspecify.annotations.Nullable;

/** A column whose numbers point into a dictionary. */
final class DictionarySource extends SourceColumn {
    private final Dictionary dictionary;
    private final NumberSource indices;

    /** @param width of the numbers, in bytes */
    DictionarySource(Dictionary dictionary, int width, boolean signed) {
        this.dictionary = dictionary;
        this.indices = NumberSource.whole(width, signed);
    }

    @Override
    void loadValues(Batch batch, int count) {
        indices.loadValues(batch, count);
    }

    @Override
    @Nullable
    Object get(int index) {
        return dictionary.value(indices.number(index));
    }
}
