package io.camelpg.row.arrow.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists: all elements in a column of their own. */
final class ListSource extends SourceColumn {
    private final SourceColumn elements;
    private final Offsets offsets;
    private final int size;

    private ListSource(SourceColumn elements, boolean wide, int size) {
        this.elements = elements;
        this.offsets = new Offsets(wide);
        this.size = size;
    }

    /** @param wide whether offsets have 64 bits */
    static ListSource of(SourceColumn elements, boolean wide) {
        return new ListSource(elements, wide, -1);
    }

    /** Lists that all have the same size. */
    static ListSource fixed(SourceColumn elements, int size) {
        return new ListSource(elements, false, size);
    }

    @Override
    void loadValues(Batch batch, int count) {
        if (size < 0) {
            offsets.load(batch);
            elements.loadParts(batch);
        } else {
            elements.loadParts(batch);
            if (elements.length() < (long) count * size) {
                throw Faults.malformed("lists of " + size + " have only " + elements.length() + " elements");
            }
        }
    }

    @Override
    Object get(int index) {
        long from = size < 0 ? offsets.start(index) : (long) index * size;
        long to = size < 0 ? offsets.end(index) : from + size;
        if (from < 0 || to < from || to > elements.length()) {
            throw Faults.malformed("a list lies outside of its " + elements.length() + " elements");
        }
        List<@Nullable Object> list = new ArrayList<>((int) Math.min(to - from, 1_000));
        for (int at = (int) from; at < to; at++) {
            list.add(elements.value(at));
        }
        return list;
    }
}
