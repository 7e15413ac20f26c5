package io.camelpg.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The binary format of numeric ({@code numeric_send} in {@code src/backend/utils/adt/numeric.c}): four int16 (number of
 * groups, weight, sign, scale), then groups of four decimal digits, of which the first is worth 10000^weight.
 */
final class NumericBinary {
    private static final int HEADER = 8;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000};
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private NumericBinary() {}

    static Number read(PgType type, byte[] data, int offset, int length) {
        check(type, data, offset, length);
        int sign = sign(data, offset);
        if (sign == NAN) {
            return Double.NaN;
        }
        if (sign == POSITIVE_INFINITY || sign == NEGATIVE_INFINITY) {
            return sign == POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        int groups = groups(data, offset);
        int weight = Wire.int16(data, offset + 2);
        int scale = Wire.int16(data, offset + 6);
        // groups after the point hold 4 digits each, of which the scale may want fewer or more
        int groupsAfterPoint = groups - weight - 1;
        if (groups <= 4 && Math.abs(groupsAfterPoint) <= 4) {
            long unscaled = 0;
            for (int i = 0; i < groups; i++) {
                unscaled = unscaled * 10_000 + group(data, offset, i);
            }
            return BigDecimal.valueOf(sign == NEGATIVE ? -unscaled : unscaled, groupsAfterPoint * 4)
                    .setScale(scale, RoundingMode.DOWN);
        }
        OutputBuffer text = new OutputBuffer(length * 2 + 16);
        write(type, data, offset, length, text);
        return decimal(text);
    }

    /** Whole numbers of which {@code scale} digits stand after the point. */
    static void read(PgType type, byte[] data, int offset, int length, int scale, WideInteger number) {
        check(type, data, offset, length);
        int sign = sign(data, offset);
        if (sign != 0 && sign != NEGATIVE) {
            throw Rejection.noColumnForm(type, sign == NAN ? "NaN" : "infinity");
        }
        number.reset();
        int weight = Wire.int16(data, offset + 2);
        for (int i = 0; i <= weight; i++) {
            number.shift(10_000, group(data, offset, i));
        }
        int at = weight + 1;
        int rest = scale;
        for (; rest >= 4; rest -= 4) {
            number.shift(10_000, group(data, offset, at++));
        }
        boolean exact = true;
        if (rest > 0) {
            int beyond = POWERS[4 - rest];
            int group = group(data, offset, at++);
            number.shift(POWERS[rest], group / beyond);
            exact = group % beyond == 0;
        }
        for (; at < groups(data, offset) && exact; at++) {
            exact = group(data, offset, at) == 0;
        }
        if (!exact) {
            throw Rejection.noColumnForm(type, "more than " + scale + " digits after the point");
        }
        number.negate(sign == NEGATIVE);
    }

    static void write(PgType type, byte[] data, int offset, int length, OutputBuffer out) {
        check(type, data, offset, length);
        int sign = sign(data, offset);
        if (sign == NAN) {
            out.ascii("NaN");
            return;
        }
        if (sign == POSITIVE_INFINITY || sign == NEGATIVE_INFINITY) {
            out.ascii(sign == POSITIVE_INFINITY ? "Infinity" : "-Infinity");
            return;
        }
        if (sign == NEGATIVE) {
            out.write('-');
        }
        int weight = Wire.int16(data, offset + 2);
        if (weight < 0) {
            out.write('0');
        }
        for (int i = 0; i <= weight; i++) {
            if (i == 0) {
                out.digits(group(data, offset, i));
            } else {
                out.fourDigits(group(data, offset, i));
            }
        }
        int scale = Wire.int16(data, offset + 6);
        if (scale > 0) {
            out.write('.');
            int end = out.size() + scale;
            for (int i = weight + 1; out.size() < end; i++) {
                out.fourDigits(group(data, offset, i));
            }
            out.truncate(end);
        }
    }

    /** A group of four digits; those before the first and after the last are zero. */
    private static int group(byte[] data, int offset, int index) {
        return index < 0 || index >= groups(data, offset) ? 0 : Wire.int16(data, offset + HEADER + index * 2);
    }

    private static int groups(byte[] data, int offset) {
        return Wire.int16(data, offset);
    }

    private static int sign(byte[] data, int offset) {
        return Wire.int16(data, offset + 4) & 0xFFFF;
    }

    private static void check(PgType type, byte[] data, int offset, int length) {
        if (length < HEADER) {
            throw Rejection.malformed(type, length);
        }
        int groups = groups(data, offset);
        int sign = sign(data, offset);
        boolean known =
                sign == 0 || sign == NEGATIVE || sign == NAN || sign == POSITIVE_INFINITY || sign == NEGATIVE_INFINITY;
        int scale = Wire.int16(data, offset + 6);
        int weight = Wire.int16(data, offset + 2);
        boolean finite = sign == 0 || sign == NEGATIVE;
        // PostgreSQL keeps no digit beyond the scale
        boolean withinScale = !finite || (groups - weight - 1) * 4 <= scale + 3 || groups == 0;
        if (groups < 0 || length != HEADER + groups * 2 || !known || (scale < 0 && finite) || !withinScale) {
            throw Rejection.malformed(type, length);
        }
        for (int i = 0; i < groups; i++) {
            int group = group(data, offset, i);
            if (group < 0 || group > 9_999) {
                throw Rejection.malformed(type, length);
            }
        }
    }

    private static BigDecimal decimal(OutputBuffer text) {
        String digits = text.toString();
        int point = digits.indexOf('.');
        if (point < 0) {
            return new BigDecimal(new BigInteger(digits));
        }
        return new BigDecimal(digits);
    }
}
