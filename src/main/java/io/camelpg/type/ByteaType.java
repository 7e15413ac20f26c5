package io.camelpg.type;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** bytea; its text format is read in both settings of {@code bytea_output}, and printed as hex. */
final class ByteaType extends PgType {
    ByteaType(int oid) {
        super(oid, "bytea");
    }

    @Override
    public byte[] read(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            return Arrays.copyOfRange(data, offset, offset + length);
        }
        if (isHex(data, offset, length)) {
            return fromHex(data, offset + 2, length - 2);
        }
        return fromEscapes(data, offset, length);
    }

    private static boolean isHex(byte[] data, int offset, int length) {
        return length >= 2 && data[offset] == '\\' && data[offset + 1] == 'x';
    }

    private byte[] fromHex(byte[] data, int offset, int length) {
        if (length % 2 != 0) {
            throw Rejection.malformed(this, length);
        }
        byte[] bytes = new byte[length / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Wire.hexDigit(data[offset + 2 * i]);
            int low = Wire.hexDigit(data[offset + 2 * i + 1]);
            if (high < 0 || low < 0) {
                throw Rejection.malformed(this, length);
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** A backslash is doubled, a byte outside printable ASCII is a backslash with three octal digits. */
    private byte[] fromEscapes(byte[] data, int offset, int length) {
        byte[] bytes = new byte[length];
        int size = 0;
        int limit = offset + length;
        int i = offset;
        while (i < limit) {
            byte b = data[i++];
            if (b != '\\') {
                bytes[size++] = b;
            } else if (i < limit && data[i] == '\\') {
                bytes[size++] = data[i++];
            } else if (i + 3 <= limit) {
                int value = (data[i] - '0') << 6 | (data[i + 1] - '0') << 3 | (data[i + 2] - '0');
                bytes[size++] = (byte) value;
                i += 3;
            } else {
                throw Rejection.malformed(this, length);
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.BYTES;
    }

    @Override
    public void columnBytes(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            out.write(data, offset, length);
        } else {
            byte[] bytes = read(data, offset, length, format);
            out.write(bytes, 0, bytes.length);
        }
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof byte[] bytes) {
            sink.binary(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            sink.binary(bytes);
        } else if (value instanceof InputStream stream) {
            sink.binary(readAll(stream));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give a byte[], a ByteBuffer or an InputStream");
        }
    }

    private byte[] readAll(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new PgException(
                    PgErrorCode.VALUE_REJECTED,
                    "The stream given for " + name() + " could not be read",
                    null,
                    "The cause says why",
                    e);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        out.write('\\');
        writeText(data, offset, length, format, out);
        out.write('"');
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.TEXT && isHex(data, offset, length)) {
            out.write(data, offset, length);
            return;
        }
        out.ascii("\\x");
        if (format == Format.BINARY) {
            out.hex(data, offset, length);
        } else {
            byte[] bytes = fromEscapes(data, offset, length);
            out.hex(bytes, 0, bytes.length);
        }
    }

    @Override
    boolean takesWhole(Object value) {
        return value instanceof byte[];
    }
}
