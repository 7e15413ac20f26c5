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
        return UUID.fromString(Wire.ascii(data, offset, length));
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
            if (dash ? b != '-' : Character.digit(b, 16) < 0) {
                throw Rejection.malformed(this, length);
            }
        }
    }
}
