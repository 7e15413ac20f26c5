package io.camelpg.type;

/** The geometric types: Strings as PostgreSQL prints them. Binary: float8 after float8. */
final class GeometricType extends StringType {
    /** What stands around and between the numbers. */
    enum Shape {
        POINT(16),
        LINE(24),
        LSEG(32),
        BOX(32),
        PATH(-1),
        POLYGON(-1),
        CIRCLE(24);

        private final int bytes;

        Shape(int bytes) {
            this.bytes = bytes;
        }
    }

    private final Shape shape;

    GeometricType(int oid, String name, Shape shape) {
        super(oid, name);
        this.shape = shape;
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        if (shape.bytes >= 0) {
            Wire.expect(this, length, shape.bytes);
        }
        switch (shape) {
            case POINT -> point(data, offset, out);
            case LINE -> {
                out.write('{');
                number(data, offset, out);
                out.write(',');
                number(data, offset + 8, out);
                out.write(',');
                number(data, offset + 16, out);
                out.write('}');
            }
            case LSEG -> {
                out.write('[');
                points(data, offset, 2, out);
                out.write(']');
            }
            case BOX -> points(data, offset, 2, out);
            case PATH -> {
                Wire.atLeast(this, length, 5);
                boolean closed = data[offset] != 0;
                out.write(closed ? '(' : '[');
                counted(data, offset + 1, length - 1, out);
                out.write(closed ? ')' : ']');
            }
            case POLYGON -> {
                Wire.atLeast(this, length, 4);
                out.write('(');
                counted(data, offset, length, out);
                out.write(')');
            }
            case CIRCLE -> {
                out.write('<');
                point(data, offset, out);
                out.write(',');
                number(data, offset + 16, out);
                out.write('>');
            }
        }
    }

    private void counted(byte[] data, int offset, int length, OutputBuffer out) {
        int count = Wire.int32(data, offset);
        if (count < 0 || length != 4 + 16L * count) {
            throw Rejection.malformed(this, length);
        }
        points(data, offset + 4, count, out);
    }

    private static void points(byte[] data, int offset, int count, OutputBuffer out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(',');
            }
            point(data, offset + 16 * i, out);
        }
    }

    private static void point(byte[] data, int offset, OutputBuffer out) {
        out.write('(');
        number(data, offset, out);
        out.write(',');
        number(data, offset + 8, out);
        out.write(')');
    }

    private static void number(byte[] data, int offset, OutputBuffer out) {
        FloatType.print(Double.longBitsToDouble(Wire.int64(data, offset)), out);
    }
}
