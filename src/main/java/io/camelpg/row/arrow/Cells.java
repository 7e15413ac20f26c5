package io.camelpg.row.arrow;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.Arrays;

/** The bytes of one buffer of a column, which grow at the end and are forgotten after each batch. Not thread-safe. */
final class Cells {
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private byte[] bytes;
    private int size;

    Cells(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    void int16(int value) {
        int at = grow(2);
        LittleEndian.putInt16(bytes, at, value);
    }

    void int32(int value) {
        int at = grow(4);
        LittleEndian.putInt32(bytes, at, value);
    }

    void int64(long value) {
        int at = grow(8);
        LittleEndian.putInt64(bytes, at, value);
    }

    /** Appends zeros. */
    void zeros(int count) {
        int at = grow(count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
    }

    /** Makes room, perhaps in another array, and returns where it is. */
    private int grow(int count) {
        int at = size;
        if (bytes.length - at < count) {
            long needed = (long) at + count;
            if (needed > LARGEST) {
                throw new PgException(PgErrorCode.RESULT_TOO_LARGE, "A column of one batch takes more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), LARGEST));
        }
        size = at + count;
        return at;
    }
}
