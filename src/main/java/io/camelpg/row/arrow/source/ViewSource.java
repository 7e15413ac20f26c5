package io.camelpg.row.arrow.source;

import java.util.ArrayList;
import java.util.List;

/** Texts or strings of bytes as views: short ones in place, long ones in one of several buffers. */
final class ViewSource extends SourceColumn {
    private static final int WIDTH = 16;
    private static final int IN_PLACE = 12;

    private final Texts meaning;
    private final List<Slice> buffers = new ArrayList<>();
    private Slice views = Slice.EMPTY;

    ViewSource(Texts meaning) {
        this.meaning = meaning;
    }

    @Override
    void loadValues(Batch batch, int count) {
        views = batch.buffer();
        buffers.clear();
        for (int left = batch.variadicBuffers(); left > 0; left--) {
            buffers.add(batch.buffer());
        }
    }

    @Override
    Object get(int index) {
        long at = (long) index * WIDTH;
        int length = views.int32(at);
        if (length <= IN_PLACE) {
            return meaning.of(views.part(at + 4, at + 4 + length));
        }
        int buffer = views.int32(at + 8);
        long offset = views.int32(at + 12);
        if (buffer < 0 || buffer >= buffers.size()) {
            throw Faults.malformed("a view points to a buffer that is not there");
        }
        return meaning.of(buffers.get(buffer).part(offset, offset + length));
    }
}
