package io.camelpg.row.arrow;

import io.camelpg.type.Format;
import io.camelpg.type.PgType;

/** Numbers, dates and times of a fixed width. */
final class NumberColumn extends ArrowColumn {
    private final PgType type;
    private final int width;
    private final Cells values;

    /** @param width in bytes: 2, 4 or 8 */
    NumberColumn(PgType type, int width) {
        this.type = type;
        this.width = width;
        this.values = new Cells(64 * width);
    }

    @Override
    long append(byte[] data, int offset, int length, Format format) {
        long value = type.columnNumber(data, offset, length, format);
        if (width == 8) {
            values.int64(value);
        } else if (width == 4) {
            values.int32((int) value);
        } else {
            values.int16((int) value);
        }
        return width;
    }

    @Override
    long appendNull() {
        values.zeros(width);
        return width;
    }

    @Override
    void writeValues(Body body) {
        body.buffer(values.bytes(), values.size());
    }

    @Override
    void resetValues() {
        values.reset();
    }
}
