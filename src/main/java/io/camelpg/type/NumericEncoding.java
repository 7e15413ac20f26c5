package io.camelpg.type;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as {@link NumericBinary} reads them. */
final class NumericEncoding {
    private static final int NEGATIVE = 0x4000;
    /** Of more digits the text is shorter to make, and nearly as short to send. */
    private static final int MOST_DIGITS = 1_000;
    /** So many digits fit into a long, whatever they are. */
    private static final int DIGITS_OF_LONG = 18;

    private static final int GROUP = 4;
    private static final int[] POWERS = {1, 10, 100, 1_000};

    private NumericEncoding() {}

    /** Appends the number with the digits after the point that it has; false for one with very many digits. */
    static boolean write(BigDecimal number, OutputBuffer out) {
        int digits = number.precision();
        if (digits > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            return false;
        }
        BigDecimal decimal = number.scale() < 0 ? number.setScale(0) : number;
        int scale = decimal.scale();
        int padding = (GROUP - scale % GROUP) % GROUP;
        int groupsAfterPoint = (scale + padding) / GROUP;
        BigInteger unscaled = decimal.unscaledValue();
        if (digits - Math.min(number.scale(), 0) + padding <= DIGITS_OF_LONG) {
            write(Math.abs(unscaled.longValue()) * POWERS[padding], unscaled.signum(), groupsAfterPoint, scale, out);
        } else {
            String text = unscaled.abs().toString() + "0".repeat(padding);
            write(text, unscaled.signum(), groupsAfterPoint, scale, out);
        }
        return true;
    }

    private static void write(long unscaled, int sign, int groupsAfterPoint, int scale, OutputBuffer out) {
        int groups = 0;
        for (long rest = unscaled; rest > 0; rest /= 10_000) {
            groups++;
        }
        header(groups, sign, groupsAfterPoint, scale, out);
        long power = 1;
        for (int i = 1; i < groups; i++) {
            power *= 10_000;
        }
        for (; groups > 0; groups--) {
            out.int16((int) (unscaled / power));
            unscaled %= power;
            power /= 10_000;
        }
    }

    private static void write(String digits, int sign, int groupsAfterPoint, int scale, OutputBuffer out) {
        int groups = (digits.length() + GROUP - 1) / GROUP;
        header(groups, sign, groupsAfterPoint, scale, out);
        int first = digits.length() - (groups - 1) * GROUP;
        out.int16(Integer.parseInt(digits, 0, first, 10));
        for (int at = first; at < digits.length(); at += GROUP) {
            out.int16(Integer.parseInt(digits, at, at + GROUP, 10));
        }
    }

    private static void header(int groups, int sign, int groupsAfterPoint, int scale, OutputBuffer out) {
        out.int16(groups);
        out.int16(groups == 0 ? 0 : groups - groupsAfterPoint - 1);
        out.int16(sign < 0 ? NEGATIVE : 0);
        out.int16(scale);
    }
}
