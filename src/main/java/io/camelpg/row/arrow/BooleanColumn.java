package io.camelpg.row.arrow;

import io.camelpg.type.Format;
import io.camelpg.type.PgType;

/** Booleans, a bit each. */
final class BooleanColumn extends ArrowColumn {
    private final PgType type;
    private final Bits values = new Bits();

    BooleanColumn(PgType type) {
        this.type = type;
    }

    @Override
    long append(byte[] data, int offset, int length, Format format) {
        values.add(type.columnNumber(data, offset, length, format) != 0);
        return 1;
    }

    @Override
    long appendNull() {
        values.add(false);
        return 1;
    }

    @Override
    void writeValues(Body body) {
        body.buffer(values.bytes(), values.byteCount());
    }

    @Override
    void resetValues() {
        values.reset();
    }
}
