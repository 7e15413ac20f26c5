package io.camelpg.row.arrow.source;

/** Floating-point numbers from their bits. */
final class Floats {
    private Floats() {}

    static Object half(long bits) {
        int sign = (bits & 0x8000) == 0 ? 1 : -1;
        int exponent = (int) (bits >> 10) & 0x1F;
        int fraction = (int) bits & 0x3FF;
        if (exponent == 0x1F) {
            return fraction != 0 ? Float.NaN : sign * Float.POSITIVE_INFINITY;
        }
        return exponent == 0
                ? sign * Math.scalb((float) fraction, -24)
                : sign * Math.scalb((float) (fraction | 0x400), exponent - 25);
    }

    static Object single(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    static Object twice(long bits) {
        return Double.longBitsToDouble(bits);
    }
}
