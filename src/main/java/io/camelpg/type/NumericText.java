package io.camelpg.type;

/** Numbers with fractions as PostgreSQL prints them: {@code -12.50}, {@code 1e-07}, NaN, Infinity. */
final class NumericText {
    /** A double's exponent has three; of one with many, BigDecimal would make a number that fills the memory. */
    private static final int MAX_EXPONENT_DIGITS = 3;

    private NumericText() {}

    /** Fails unless the bytes are a JSON number, or one of the three words for what is none. */
    static void check(PgType type, byte[] data, int offset, int length) {
        int limit = offset + length;
        int i = length > 0 && data[offset] == '-' ? offset + 1 : offset;
        int digits = digits(data, i, limit);
        if (digits == i) {
            if (!isSpecial(data, offset, length)) {
                throw Rejection.malformed(type, length);
            }
            return;
        }
        i = digits;
        if (i < limit && data[i] == '.') {
            digits = digits(data, i + 1, limit);
            if (digits == i + 1) {
                throw Rejection.malformed(type, length);
            }
            i = digits;
        }
        if (i < limit && data[i] == 'e') {
            i++;
            if (i < limit && (data[i] == '+' || data[i] == '-')) {
                i++;
            }
            digits = digits(data, i, limit);
            i = digits == i || digits - i > MAX_EXPONENT_DIGITS ? -1 : digits;
        }
        if (i != limit) {
            throw Rejection.malformed(type, length);
        }
    }

    /** Whether a value in text format is NaN or infinite. */
    static boolean isSpecial(byte[] data, int offset, int length) {
        return Wire.is("NaN", data, offset, length)
                || Wire.is("Infinity", data, offset, length)
                || Wire.is("-Infinity", data, offset, length);
    }

    /** Makes a JSON string of what was printed since {@code start} where JSON has no number for it. */
    static void quoteSpecial(OutputBuffer out, int start) {
        byte last = out.at(out.size() - 1);
        if (last == 'N' || last == 'y') {
            out.quoteFrom(start, false);
        }
    }

    private static int digits(byte[] data, int from, int limit) {
        int i = from;
        while (i < limit && data[i] >= '0' && data[i] <= '9') {
            i++;
        }
        return i;
    }
}
