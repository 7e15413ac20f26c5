package io.camelpg.row.arrow;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.Format;
import io.camelpg.type.PgType;
import io.camelpg.type.WideInteger;

/** Decimal numbers as whole numbers of 128 or 256 bits, in two's complement. */
final class DecimalColumn extends ArrowColumn {
    private final PgType type;
    private final int scale;
    private final int bits;
    private final Cells values = new Cells(1024);
    private final WideInteger number = new WideInteger();

    /** @param scale digits after the point */
    DecimalColumn(PgType type, int scale, int bits) {
        this.type = type;
        this.scale = scale;
        this.bits = bits;
    }

    @Override
    long append(byte[] data, int offset, int length, Format format) {
        type.columnDecimal(data, offset, length, format, scale, number);
        if (!number.fits(bits)) {
            throw new PgException(
                    PgErrorCode.VALUE_NOT_REPRESENTABLE, type.name() + " with more digits than its modifier states");
        }
        for (int i = 0; i < bits / 64; i++) {
            values.int64(number.word(i));
        }
        return bits / 8;
    }

    @Override
    long appendNull() {
        values.zeros(bits / 8);
        return bits / 8;
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
