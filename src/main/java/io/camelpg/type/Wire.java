package io.camelpg.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers as they stand in wire bytes: network byte order in binary, ASCII digits in text. */
final class Wire {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** By byte; a table, since digits and letters alternate too irregularly for branches. */
    private static final byte[] HEX_VALUES = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            HEX_VALUES[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
        }
    }

    private Wire() {}

    static short int16(byte[] data, int offset) {
        return (short) INT16.get(data, offset);
    }

    static int int32(byte[] data, int offset) {
        return (int) INT32.get(data, offset);
    }

    static long int64(byte[] data, int offset) {
        return (long) INT64.get(data, offset);
    }

    static void putInt16(byte[] data, int offset, int value) {
        INT16.set(data, offset, (short) value);
    }

    static void putInt32(byte[] data, int offset, int value) {
        INT32.set(data, offset, value);
    }

    static void putInt64(byte[] data, int offset, long value) {
        INT64.set(data, offset, value);
    }

    static byte[] bytesOfInt16(int value) {
        byte[] bytes = new byte[2];
        putInt16(bytes, 0, value);
        return bytes;
    }

    static byte[] bytesOfInt32(int value) {
        byte[] bytes = new byte[4];
        putInt32(bytes, 0, value);
        return bytes;
    }

    static byte[] bytesOfInt64(long value) {
        byte[] bytes = new byte[8];
        putInt64(bytes, 0, value);
        return bytes;
    }

    /** Fails unless a value has the only length its binary format can have. */
    static void expect(PgType type, int length, int expected) {
        if (length != expected) {
            throw Rejection.malformed(type, length);
        }
    }

    /** Fails unless a value has at least the length of what is read next. */
    static void atLeast(PgType type, int length, int expected) {
        if (length < expected) {
            throw Rejection.malformed(type, length);
        }
    }

    /** A whole number from ASCII digits with an optional sign. */
    static long decimal(PgType type, byte[] data, int offset, int length) {
        int limit = offset + length;
        int i = offset;
        boolean negative = length > 0 && data[i] == '-';
        if (negative || (length > 0 && data[i] == '+')) {
            i++;
        }
        if (i == limit || limit - i > 19) {
            throw Rejection.malformed(type, length);
        }
        long value = 0;
        for (; i < limit; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                throw Rejection.malformed(type, length);
            }
            value = value * 10 - digit;
        }
        // the sum runs below zero, where Long.MIN_VALUE has its place; above it means that it wrapped around
        if (value > 0 || (!negative && value == Long.MIN_VALUE)) {
            throw Rejection.malformed(type, length);
        }
        return negative ? value : -value;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(byte b) {
        return HEX_VALUES[b & 0xFF];
    }

    /** Text known to be ASCII. */
    static String ascii(byte[] data, int offset, int length) {
        return new String(data, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Whether a value in text format is exactly the given word. */
    static boolean is(String word, byte[] data, int offset, int length) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[offset + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
