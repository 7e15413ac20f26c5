package io.camelpg.type;

import java.math.BigDecimal;

/** numeric: BigDecimal with the scale that PostgreSQL keeps; NaN and the infinities are Doubles. */
final class NumericType extends PgType {
    /** Digits before or after the point from which a number is sent with an exponent. */
    private static final int LONG_NUMBER = 1_000;

    NumericType(int oid) {
        super(oid, "numeric");
    }

    @Override
    public Number read(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            return NumericBinary.read(this, data, offset, length);
        }
        NumericText.check(this, data, offset, length);
        String text = Wire.ascii(data, offset, length);
        if (NumericText.isSpecial(data, offset, length)) {
            return Double.valueOf(text);
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) { // an exponent beyond int, which PostgreSQL does not print
            throw Rejection.malformed(this, length);
        }
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.DECIMAL;
    }

    @Override
    public void columnDecimal(byte[] data, int offset, int length, Format format, int scale, WideInteger number) {
        if (format == Format.BINARY) {
            NumericBinary.read(this, data, offset, length, scale, number);
        } else {
            NumericText.read(this, data, offset, length, scale, number);
        }
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Double || value instanceof Float) {
            sink.text(value.toString());
        } else if (value instanceof Number number) {
            BigDecimal decimal = Numbers.decimal(this, number);
            boolean plain = Math.abs((long) decimal.scale()) < LONG_NUMBER;
            sink.text(plain ? decimal.toPlainString() : decimal.toString());
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, null);
        }
    }

    @Override
    boolean appendBinary(Object value, OutputBuffer out) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return false;
            }
        }
        return value instanceof Number number
                ? NumericEncoding.write(Numbers.decimal(this, number), out)
                : super.appendBinary(value, out);
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        int start = out.size();
        writeText(data, offset, length, format, out);
        NumericText.quoteSpecial(out, start);
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            NumericBinary.write(this, data, offset, length, out);
        } else {
            NumericText.check(this, data, offset, length);
            out.write(data, offset, length);
        }
    }

    @Override
    public int precision(int typmod) {
        return typmod < 4 ? -1 : ((typmod - 4) >> 16) & 0xFFFF;
    }

    /** Negative since PostgreSQL 15 where digits before the point are rounded: numeric(2,-3). */
    @Override
    public int scale(int typmod) {
        return typmod < 4 ? -1 : (((typmod - 4) & 0x7FF) ^ 1024) - 1024;
    }
}
