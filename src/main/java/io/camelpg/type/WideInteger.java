package io.camelpg.type;

/**
 * A whole number of up to 256 bits that is built digit by digit, without an object for each. Not thread-safe.
 */
public final class WideInteger {
    private static final int LIMBS = 8;
    private static final long MASK = 0xFFFF_FFFFL;

    /** 32 bits each, the lowest first; without sign. */
    private final int[] limbs = new int[LIMBS];

    private int used;
    private boolean negative;
    private boolean overflowed;

    /** Makes it zero. */
    void reset() {
        for (int i = 0; i < used; i++) {
            limbs[i] = 0;
        }
        used = 0;
        negative = false;
        overflowed = false;
    }

    /** Multiplies by a factor of up to 10000 and adds a number of zero or above. */
    void shift(int factor, int digits) {
        long carry = digits;
        for (int i = 0; i < used; i++) {
            long product = (limbs[i] & MASK) * factor + carry;
            limbs[i] = (int) product;
            carry = product >>> 32;
        }
        if (carry != 0) {
            if (used == LIMBS) {
                overflowed = true;
            } else {
                limbs[used++] = (int) carry;
            }
        }
    }

    void negate(boolean below) {
        negative = below;
    }

    /** Whether it is within two's complement of so many bits, of which there are 128 or 256. */
    public boolean fits(int bits) {
        int top = bits / 32 - 1;
        return !overflowed && (used <= top || (used == top + 1 && limbs[top] >= 0));
    }

    /** 64 bits of its two's complement, the lowest at 0. */
    public long word(int index) {
        long word = magnitude(index);
        if (!negative) {
            return word;
        }
        boolean zerosBelow = true;
        for (int i = 0; i < index && zerosBelow; i++) {
            zerosBelow = magnitude(i) == 0;
        }
        return zerosBelow ? -word : ~word;
    }

    private long magnitude(int index) {
        return limbs[2 * index] & MASK | (long) limbs[2 * index + 1] << 32;
    }
}
