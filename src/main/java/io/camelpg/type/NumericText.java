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

    /** Whole numbers of which {@code scale} digits stand after the point. */
    static void read(PgType type, byte[] data, int offset, int length, int scale, WideInteger number) {
        check(type, data, offset, length);
        if (isSpecial(data, offset, length)) {
            throw Rejection.noColumnForm(type, data[offset] == 'N' ? "NaN" : "infinity");
        }
        number.reset();
        boolean negative = data[offset] == '-';
        int after = -1;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            byte b = data[i];
            if (b == '.') {
                after = 0;
            } else if (b == 'e') { // PostgreSQL prints none
                throw Rejection.malformed(type, length);
            } else if (after < scale) {
                number.shift(10, b - '0');
                after += after < 0 ? 0 : 1;
            } else if (b != '0') {
                throw Rejection.noColumnForm(type, "more than " + scale + " digits after the point");
            }
        }
        for (int i = Math.max(after, 0); i < scale; i++) {
            number.shift(10, 0);
        }
        number.negate(negative);
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
