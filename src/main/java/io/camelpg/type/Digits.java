package io.camelpg.type;

import java.nio.charset.StandardCharsets;

/** Decimal digits of whole numbers, put into an array from the last pair to the first. */
final class Digits {
    private static final byte[] PAIRS = new byte[200];
    private static final byte[] MIN_VALUE = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private Digits() {}

    /** How many digits a number of zero or above has. */
    static int count(long value) {
        int count = 1;
        long left = value;
        while (left >= 10_000) {
            left /= 10_000;
            count += 4;
        }
        return left < 10 ? count : left < 100 ? count + 1 : left < 1_000 ? count + 2 : count + 3;
    }

    /** Puts the number with its sign, and returns the position after it. */
    static int put(byte[] target, int position, long value) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE, 0, target, position, MIN_VALUE.length);
            return position + MIN_VALUE.length;
        }
        int start = position;
        long left = value;
        if (left < 0) {
            target[start++] = '-';
            left = -left;
        }
        int after = start + count(left);
        int at = after;
        while (left > Integer.MAX_VALUE) {
            long next = left / 100;
            at -= 2;
            putPair(target, at, (int) (left - next * 100));
            left = next;
        }
        int rest = (int) left;
        while (rest >= 10) {
            int next = rest / 100;
            at -= 2;
            putPair(target, at, rest - next * 100);
            rest = next;
        }
        if (at > start) {
            target[at - 1] = (byte) ('0' + rest);
        }
        return after;
    }

    /** Puts a number below 100 as two digits. */
    static void putPair(byte[] target, int position, int value) {
        target[position] = PAIRS[2 * value];
        target[position + 1] = PAIRS[2 * value + 1];
    }
}
