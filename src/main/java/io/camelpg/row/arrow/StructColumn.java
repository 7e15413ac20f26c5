package io.camelpg.row.arrow;

import io.camelpg.type.Format;
import io.camelpg.type.PartVisitor;
import io.camelpg.type.PgType;
import java.util.List;

/** Composites: a column for each attribute. */
final class StructColumn extends ArrowColumn implements PartVisitor {
    private final PgType type;
    private final List<ArrowColumn> attributes;
    /** Of the value on its way. */
    private long bytes;

    private Format format = Format.BINARY;

    StructColumn(PgType type, List<ArrowColumn> attributes) {
        this.type = type;
        this.attributes = attributes;
    }

    @Override
    long append(byte[] data, int offset, int length, Format valueFormat) {
        format = valueFormat;
        bytes = 0;
        type.eachPart(data, offset, length, valueFormat, this);
        return bytes;
    }

    @Override
    public void part(int index, byte[] data, int offset, int length) {
        if (length < 0) {
            bytes += attributes.get(index).addNull();
        } else {
            bytes += attributes.get(index).add(data, offset, length, format);
        }
    }

    @Override
    long appendNull() {
        return attributes.stream().mapToLong(ArrowColumn::addNull).sum();
    }

    @Override
    void writeValues(Body body) {
        attributes.forEach(attribute -> attribute.writeTo(body));
    }

    @Override
    void resetValues() {
        attributes.forEach(ArrowColumn::reset);
    }
}
