package io.camelpg.row.arrow.source;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Decimal numbers, in two's complement. */
final class DecimalSource extends SourceColumn {
    private final int width;
    private final int scale;
    private Slice values = Slice.EMPTY;

    /** @param width in bytes: 4, 8, 16 or 32 */
    DecimalSource(int width, int scale) {
        this.width = width;
        this.scale = scale;
    }

    @Override
    void loadValues(Batch batch, int count) {
        values = batch.buffer();
    }

    @Override
    Object get(int index) {
        long at = (long) index * width;
        if (width == 4) {
            return BigDecimal.valueOf(values.int32(at), scale);
        }
        long low = values.int64(at);
        if (width == 8 || (width == 16 && values.int64(at + 8) == low >> 63)) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = (byte) values.int8(at + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }
}
