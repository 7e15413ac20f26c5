package io.camelpg.row.arrow;

import java.util.Arrays;

/** Bits, the least significant of a byte first: values of booleans, and which values are there. Not thread-safe. */
final class Bits {
    private byte[] bytes = new byte[64];
    private int count;
    private int clear;

    void add(boolean bit) {
        int at = count >> 3;
        if (at == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * at);
        }
        int mask = 1 << (count & 7);
        if (mask == 1) {
            bytes[at] = 0;
        }
        if (bit) {
            bytes[at] |= (byte) mask;
        } else {
            clear++;
        }
        count++;
    }

    int count() {
        return count;
    }

    /** How many of them are 0. */
    int clear() {
        return clear;
    }

    byte[] bytes() {
        return bytes;
    }

    int byteCount() {
        return (count + 7) >> 3;
    }

    void reset() {
        count = 0;
        clear = 0;
    }
}
