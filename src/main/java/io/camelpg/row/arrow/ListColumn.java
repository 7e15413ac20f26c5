package io.camelpg.row.arrow;

import io.camelpg.type.Format;
import io.camelpg.type.PartVisitor;
import io.camelpg.type.PgType;

/** Arrays of one dimension: all elements in a column of their own, and where each array begins. */
final class ListColumn extends ArrowColumn implements PartVisitor {
    private final PgType type;
    private final ArrowColumn elements;
    private final Cells offsets = new Cells(256);
    private int count;
    /** Of the array on its way. */
    private long bytes;

    private Format format = Format.BINARY;

    ListColumn(PgType type, ArrowColumn elements) {
        this.type = type;
        this.elements = elements;
        offsets.int32(0);
    }

    @Override
    long append(byte[] data, int offset, int length, Format valueFormat) {
        format = valueFormat;
        bytes = 4;
        type.eachPart(data, offset, length, valueFormat, this);
        offsets.int32(count);
        return bytes;
    }

    @Override
    public void part(int index, byte[] data, int offset, int length) {
        if (length < 0) {
            bytes += elements.addNull();
        } else {
            bytes += elements.add(data, offset, length, format);
        }
        count++;
    }

    @Override
    long appendNull() {
        offsets.int32(count);
        return 4;
    }

    @Override
    void writeValues(Body body) {
        body.buffer(offsets.bytes(), offsets.size());
        elements.writeTo(body);
    }

    @Override
    void resetValues() {
        count = 0;
        offsets.reset();
        offsets.int32(0);
        elements.reset();
    }
}
