package io.camelpg.type;

import java.math.BigInteger;

/**
 * Prints binary floating-point numbers with the fewest digits that read back as the same number, laid out as PostgreSQL
 * does since version 12, so that both wire formats print the same. {@code Double.toString} of JDK 17 prints a digit too
 * many for some numbers (JDK-4511638), and leaves garbage.
 *
 * <p>The method is Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020): the number and the ends
 * of its rounding interval are scaled by a power of ten, as integers in quarters with a sticky low bit, and the shortest
 * decimal within is picked.
 */
final class ShortestDecimal {
    private static final int MIN_POWER = -324;
    private static final int MAX_POWER = 292;
    private static final long LOW_63 = Long.MAX_VALUE;

    /** For each power k: ⌊10^-k · 2^-r⌋ + 1 in 126 bits, split into the upper and lower 63. */
    private static final long[] UPPER = new long[MAX_POWER - MIN_POWER + 1];

    private static final long[] LOWER = new long[MAX_POWER - MIN_POWER + 1];

    static {
        for (int k = MIN_POWER; k <= MAX_POWER; k++) {
            int shift = floorLog2Of10(-k) - 125;
            BigInteger scaled;
            if (k <= 0) {
                BigInteger power = BigInteger.TEN.pow(-k);
                scaled = shift >= 0 ? power.shiftRight(shift) : power.shiftLeft(-shift);
            } else {
                scaled = BigInteger.ONE.shiftLeft(-shift).divide(BigInteger.TEN.pow(k));
            }
            scaled = scaled.add(BigInteger.ONE);
            UPPER[k - MIN_POWER] = scaled.shiftRight(63).longValueExact();
            LOWER[k - MIN_POWER] = scaled.and(BigInteger.valueOf(LOW_63)).longValueExact();
        }
    }

    private ShortestDecimal() {}

    /** Appends a finite double. */
    static void write(double value, OutputBuffer out) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long fraction = bits & 0xFFFFFFFFFFFFFL;
        write(bits < 0, exponent, fraction, 52, 1075, 15, out);
    }

    /** Appends a finite float. */
    static void write(float value, OutputBuffer out) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23) & 0xFF;
        write(bits < 0, exponent, bits & 0x7FFFFF, 23, 150, 6, out);
    }

    private static void write(
            boolean negative, int biased, long fraction, int width, int bias, int plainBelow, OutputBuffer out) {
        if (negative) {
            out.write('-');
        }
        if (biased == 0 && fraction == 0) {
            out.write('0');
            return;
        }
        long hidden = 1L << width;
        long significand = biased == 0 ? fraction : fraction | hidden;
        int power = Math.max(biased, 1) - bias;
        boolean integer = power <= 0 && power > -width && (significand & ((1L << -power) - 1)) == 0;
        if (integer) {
            layOut(significand >> -power, 0, plainBelow, out);
        } else {
            // the gap below a power of two is half the gap above it
            shortest(significand, power, significand == hidden && biased > 1, plainBelow, out);
        }
    }

    private static void shortest(long significand, int power, boolean narrowBelow, int plainBelow, OutputBuffer out) {
        int k = narrowBelow ? floorLog10OfThreeQuarters(power) : floorLog10Of2(power);
        int shift = power + floorLog2Of10(-k) + 2;
        long quarters = significand << 2;
        long here = scale(k, quarters << shift);
        long below = scale(k, (narrowBelow ? quarters - 1 : quarters - 2) << shift);
        long above = scale(k, (quarters + 2) << shift);
        // below < x·4 < above: like PostgreSQL, leaves out the ends, which not every reader rounds to this number

        long digits = here >> 2;
        long tens = digits / 10 * 10;
        boolean lowerTenFits = below < tens << 2;
        boolean upperTenFits = (tens + 10) << 2 < above;
        if (lowerTenFits != upperTenFits) {
            layOut(lowerTenFits ? tens : tens + 10, k, plainBelow, out);
            return;
        }
        boolean lowerFits = below < digits << 2;
        boolean upperFits = (digits + 1) << 2 < above;
        boolean down;
        if (lowerFits == upperFits) {
            long middle = (digits << 2) + 2;
            down = here < middle || (here == middle && (digits & 1) == 0);
        } else {
            down = lowerFits;
        }
        layOut(down ? digits : digits + 1, k, plainBelow, out);
    }

    /** value · 10^-k · 2^… rounded to an integer whose lowest bit says whether anything was cut off. */
    private static long scale(int k, long value) {
        long upper = UPPER[k - MIN_POWER];
        long lower = LOWER[k - MIN_POWER];
        long carried = Math.multiplyHigh(lower, value);
        long middle = upper * value;
        long sum = (middle >>> 1) + carried;
        long high = Math.multiplyHigh(upper, value) + (sum >>> 63);
        return (sum & LOW_63) == 0 ? high : high | 1;
    }

    /** Digits and a power of ten, as PostgreSQL prints them: 12.5, 1e+20, 1.5e-07. */
    private static void layOut(long number, int power, int plainBelow, OutputBuffer out) {
        long digits = number;
        int exponent = power;
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        int count = count(digits);
        int leading = exponent + count - 1;
        if (leading < -4 || leading >= plainBelow) {
            split(digits, count - 1, out);
            out.write('e');
            out.write(leading < 0 ? '-' : '+');
            out.digits(Math.abs(leading), 2);
        } else if (exponent >= 0) {
            out.digits(digits);
            for (int i = 0; i < exponent; i++) {
                out.write('0');
            }
        } else {
            split(digits, -exponent, out);
        }
    }

    /** A number with the given count of its digits after the point. */
    private static void split(long digits, int fraction, OutputBuffer out) {
        if (fraction == 0) {
            out.digits(digits);
            return;
        }
        long unit = fraction > 18 ? Long.MAX_VALUE : powerOfTen(fraction);
        long whole = fraction > 18 ? 0 : digits / unit;
        out.digits(whole);
        out.write('.');
        out.digits(fraction > 18 ? digits : digits - whole * unit, fraction);
    }

    private static int count(long digits) {
        int count = 1;
        for (long left = digits; left >= 10; left /= 10) {
            count++;
        }
        return count;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    // Logarithms in fixed point: exact over the range of exponents that doubles have.

    private static int floorLog10Of2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    private static int floorLog10OfThreeQuarters(int exponent) {
        return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2Of10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }
}
