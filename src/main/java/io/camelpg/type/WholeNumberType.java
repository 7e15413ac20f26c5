package io.camelpg.type;

/** smallint, integer and bigint. */
abstract class WholeNumberType extends PgType {
    private final long min;
    private final long max;

    WholeNumberType(int oid, String name, long min, long max) {
        super(oid, name);
        this.min = min;
        this.max = max;
    }

    abstract long binary(byte[] data, int offset, int length);

    abstract byte[] binary(long value);

    abstract void append(long value, OutputBuffer out);

    final long number(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            return binary(data, offset, length);
        }
        long value = Wire.decimal(this, data, offset, length);
        if (value < min || value > max) {
            throw Rejection.malformed(this, length);
        }
        return value;
    }

    @Override
    public final long columnNumber(byte[] data, int offset, int length, Format format) {
        return number(data, offset, length, format);
    }

    @Override
    public final void bind(Object value, ParameterSink sink) {
        if (value instanceof Number number) {
            sink.binary(binary(Numbers.whole(this, number, min, max)));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, value instanceof Boolean ? "Cast the placeholder: :name::boolean::integer" : null);
        }
    }

    @Override
    final boolean appendBinary(Object value, OutputBuffer out) {
        if (value instanceof Number number) {
            append(Numbers.whole(this, number, min, max), out);
            return true;
        }
        return super.appendBinary(value, out);
    }

    @Override
    public final void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.digits(number(data, offset, length, format));
    }

    @Override
    public final void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.digits(number(data, offset, length, format));
    }

    /** Two bytes. */
    static final class Smallint extends WholeNumberType {
        Smallint(int oid) {
            super(oid, "smallint", Short.MIN_VALUE, Short.MAX_VALUE);
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.INT16;
        }

        @Override
        public Integer read(byte[] data, int offset, int length, Format format) {
            return (int) number(data, offset, length, format);
        }

        @Override
        long binary(byte[] data, int offset, int length) {
            Wire.expect(this, length, 2);
            return Wire.int16(data, offset);
        }

        @Override
        byte[] binary(long value) {
            return Wire.bytesOfInt16((int) value);
        }

        @Override
        void append(long value, OutputBuffer out) {
            out.int16((int) value);
        }
    }

    /** Four bytes. */
    static final class Int extends WholeNumberType {
        Int(int oid) {
            super(oid, "integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.INT32;
        }

        @Override
        public Integer read(byte[] data, int offset, int length, Format format) {
            return (int) number(data, offset, length, format);
        }

        @Override
        long binary(byte[] data, int offset, int length) {
            Wire.expect(this, length, 4);
            return Wire.int32(data, offset);
        }

        @Override
        byte[] binary(long value) {
            return Wire.bytesOfInt32((int) value);
        }

        @Override
        void append(long value, OutputBuffer out) {
            out.int32((int) value);
        }
    }

    /** Eight bytes. */
    static final class Bigint extends WholeNumberType {
        Bigint(int oid) {
            super(oid, "bigint", Long.MIN_VALUE, Long.MAX_VALUE);
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.INT64;
        }

        @Override
        public Long read(byte[] data, int offset, int length, Format format) {
            return number(data, offset, length, format);
        }

        @Override
        long binary(byte[] data, int offset, int length) {
            Wire.expect(this, length, 8);
            return Wire.int64(data, offset);
        }

        @Override
        byte[] binary(long value) {
            return Wire.bytesOfInt64(value);
        }

        @Override
        void append(long value, OutputBuffer out) {
            out.int64(value);
        }
    }
}
