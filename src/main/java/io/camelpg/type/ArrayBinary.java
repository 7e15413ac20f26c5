package io.camelpg.type;

/** The header of the binary format of arrays: dimensions, whether there are NULLs, element type, sizes and lower bounds. */
final class ArrayBinary {
    /** PostgreSQL's MAXDIM. */
    static final int MAX_DIMENSIONS = 6;

    private static final int HEADER = 12;

    private ArrayBinary() {}

    /** The sizes of the dimensions; none for an empty array. */
    static int[] sizes(PgType type, byte[] data, int offset, int length) {
        Wire.atLeast(type, length, HEADER);
        int dimensions = Wire.int32(data, offset);
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS || length < HEADER + 8 * dimensions) {
            throw Rejection.malformed(type, length);
        }
        int[] sizes = new int[dimensions];
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = Wire.int32(data, offset + HEADER + 8 * i);
            elements *= Math.max(sizes[i], 0);
            // each element has at least the four bytes of its length
            if (sizes[i] <= 0 || elements > length / 4) {
                throw Rejection.malformed(type, length);
            }
        }
        return sizes;
    }

    /** Where the first element's length stands. */
    static int start(int offset, int[] sizes) {
        return offset + HEADER + 8 * sizes.length;
    }

    static void writeHeader(OutputBuffer out, int elementOid, int[] sizes, boolean nulls) {
        out.int32(sizes.length);
        out.int32(nulls ? 1 : 0);
        out.int32(elementOid);
        for (int size : sizes) {
            out.int32(size);
            out.int32(1);
        }
    }

    /** The length of an element, -1 for NULL; checked to lie within the value. */
    static int elementLength(PgType type, byte[] data, int at, int limit) {
        if (at + 4 > limit) {
            throw Rejection.malformed(type, limit);
        }
        int length = Wire.int32(data, at);
        if (length < -1 || length > limit - at - 4) {
            throw Rejection.malformed(type, limit);
        }
        return length;
    }
}
