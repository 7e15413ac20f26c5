package io.camelpg.row.arrow.source;

import io.camelpg.row.arrow.LittleEndian;

/** A buffer of a batch. Reads check that they stay within it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Slice(byte[] bytes, int offset, int length) {
    static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    private int at(long position, int size) {
        if (position < 0 || position > (long) length - size) {
            throw Faults.malformed("a buffer of " + length + " bytes is too short for its values");
        }
        return offset + (int) position;
    }

    boolean bit(int index) {
        return (bytes[at(index >> 3, 1)] >> (index & 7) & 1) != 0;
    }

    int int8(long position) {
        return bytes[at(position, 1)];
    }

    int int16(long position) {
        return LittleEndian.int16(bytes, at(position, 2));
    }

    int int32(long position) {
        return LittleEndian.int32(bytes, at(position, 4));
    }

    long int64(long position) {
        return LittleEndian.int64(bytes, at(position, 8));
    }

    /** A part of it. */
    Slice part(long from, long to) {
        if (from < 0 || to < from || to > length) {
            throw Faults.malformed("a value lies outside of its buffer of " + length + " bytes");
        }
        return new Slice(bytes, offset + (int) from, (int) (to - from));
    }
}
