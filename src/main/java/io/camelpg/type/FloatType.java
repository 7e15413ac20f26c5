package io.camelpg.type;

import java.math.BigDecimal;

/** real and double precision. Fractions are rounded to the nearest number that the type has, as IEEE 754 does. */
abstract class FloatType extends PgType {
    FloatType(int oid, String name) {
        super(oid, name);
    }

    abstract void print(byte[] data, int offset, int length, OutputBuffer out);

    @Override
    public final void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        int start = out.size();
        writeText(data, offset, length, format, out);
        NumericText.quoteSpecial(out, start);
    }

    @Override
    public final void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            print(data, offset, length, out);
        } else {
            NumericText.check(this, data, offset, length);
            out.write(data, offset, length);
        }
    }

    private static boolean isInfinite(Object value) {
        return (value instanceof Double || value instanceof Float) && Double.isInfinite(((Number) value).doubleValue());
    }

    /** Of a BigDecimal, which may be so small that even its double is zero. */
    private static boolean isNotZero(Object value) {
        return value instanceof BigDecimal exact && exact.signum() != 0;
    }

    static void print(double value, OutputBuffer out) {
        if (Double.isNaN(value)) {
            out.ascii("NaN");
        } else if (Double.isInfinite(value)) {
            out.ascii(value > 0 ? "Infinity" : "-Infinity");
        } else {
            ShortestDecimal.write(value, out);
        }
    }

    /** Four bytes. */
    static final class Real extends FloatType {
        Real(int oid) {
            super(oid, "real");
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.FLOAT32;
        }

        @Override
        public long columnNumber(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 4);
                return Wire.int32(data, offset);
            }
            return Float.floatToRawIntBits(read(data, offset, length, format));
        }

        @Override
        public Float read(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 4);
                return Float.intBitsToFloat(Wire.int32(data, offset));
            }
            NumericText.check(this, data, offset, length);
            return Float.parseFloat(Wire.ascii(data, offset, length));
        }

        @Override
        void print(byte[] data, int offset, int length, OutputBuffer out) {
            Wire.expect(this, length, 4);
            float value = Float.intBitsToFloat(Wire.int32(data, offset));
            if (Float.isFinite(value)) {
                ShortestDecimal.write(value, out);
            } else {
                print(value, out);
            }
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            if (value instanceof Number number) {
                double asDouble = number.doubleValue();
                float asFloat = number.floatValue();
                boolean overflow = Float.isInfinite(asFloat) && !(value instanceof Float) && !isInfinite(value);
                if (overflow || (asFloat == 0 && (asDouble != 0 || isNotZero(value)))) {
                    throw Rejection.value(this, value, "the range is 1.4e-45 to 3.4028235e+38 and their negatives");
                }
                sink.binary(Wire.bytesOfInt32(Float.floatToIntBits(asFloat)));
            } else if (!bindText(value, sink)) {
                bindOther(value, sink, null);
            }
        }
    }

    /** Eight bytes. */
    static final class DoublePrecision extends FloatType {
        DoublePrecision(int oid) {
            super(oid, "double precision");
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.FLOAT64;
        }

        @Override
        public long columnNumber(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 8);
                return Wire.int64(data, offset);
            }
            return Double.doubleToRawLongBits(read(data, offset, length, format));
        }

        @Override
        public Double read(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 8);
                return Double.longBitsToDouble(Wire.int64(data, offset));
            }
            NumericText.check(this, data, offset, length);
            return Double.parseDouble(Wire.ascii(data, offset, length));
        }

        @Override
        void print(byte[] data, int offset, int length, OutputBuffer out) {
            Wire.expect(this, length, 8);
            print(Double.longBitsToDouble(Wire.int64(data, offset)), out);
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            if (value instanceof Number number) {
                double asDouble = number.doubleValue();
                boolean overflow = Double.isInfinite(asDouble) && !isInfinite(value);
                if (overflow || (asDouble == 0 && isNotZero(value))) {
                    throw Rejection.value(
                            this, value, "the range is 4.9e-324 to 1.7976931348623157e+308 and their negatives");
                }
                sink.binary(Wire.bytesOfInt64(Double.doubleToLongBits(asDouble)));
            } else if (!bindText(value, sink)) {
                bindOther(value, sink, null);
            }
        }
    }
}
