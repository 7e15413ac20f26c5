package io.camelpg.type;

import java.util.UUID;

/** uuid. */
final class UuidType extends PgType {
    UuidType(int oid) {
        super(oid, "uuid");
    }

    @Override
    public UUID read(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            Wire.expect(this, length, 16);
            return new UUID(Wire.int64(data, offset), Wire.int64(data, offset + 8));
        }
        checkText(data, offset, length);
        return new UUID(
                hex(data, offset, 8) << 32 | hex(data, offset + 9, 4) << 16 | hex(data, offset + 14, 4),
                hex(data, offset + 19, 4) << 48 | hex(data, offset + 24, 12));
    }

    private static long hex(byte[] data, int offset, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            value = value << 4 | Wire.hexDigit(data[offset + i]);
        }
        return value;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof UUID uuid) {
            byte[] bytes = new byte[16];
            Wire.putInt64(bytes, 0, uuid.getMostSignificantBits());
            Wire.putInt64(bytes, 8, uuid.getLeastSignificantBits());
            sink.binary(bytes);
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, null);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        writeText(data, offset, length, format, out);
        out.write('"');
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            Wire.expect(this, length, 16);
            out.hex(data, offset, 4);
            out.write('-');
            out.hex(data, offset + 4, 2);
            out.write('-');
            out.hex(data, offset + 6, 2);
            out.write('-');
            out.hex(data, offset + 8, 2);
            out.write('-');
            out.hex(data, offset + 10, 6);
        } else {
            checkText(data, offset, length);
            out.write(data, offset, length);
        }
    }

    private void checkText(byte[] data, int offset, int length) {
        Wire.expect(this, length, 36);
        for (int i = 0; i < 36; i++) {
            byte b = data[offset + i];
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? b != '-' : Wire.hexDigit(b) < 0) {
                throw Rejection.malformed(this, length);
            }
        }
    }
}
