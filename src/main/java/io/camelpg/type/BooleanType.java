package io.camelpg.type;

import java.util.concurrent.atomic.AtomicBoolean;

/** boolean. */
final class BooleanType extends PgType {
    BooleanType(int oid) {
        super(oid, "boolean");
    }

    @Override
    public Boolean read(byte[] data, int offset, int length, Format format) {
        Wire.expect(this, length, 1);
        byte b = data[offset];
        if (format == Format.BINARY ? b == 1 : b == 't') {
            return Boolean.TRUE;
        }
        if (format == Format.BINARY ? b == 0 : b == 'f') {
            return Boolean.FALSE;
        }
        throw Rejection.malformed(this, length);
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.BOOLEAN;
    }

    @Override
    public long columnNumber(byte[] data, int offset, int length, Format format) {
        return read(data, offset, length, format) ? 1 : 0;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Boolean bool) {
            sink.binary(new byte[] {(byte) (bool ? 1 : 0)});
        } else if (value instanceof AtomicBoolean bool) {
            sink.binary(new byte[] {(byte) (bool.get() ? 1 : 0)});
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, value instanceof Number ? "Compare it in SQL, such as :name::integer <> 0" : null);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.ascii(read(data, offset, length, format) ? "true" : "false");
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        writeJson(data, offset, length, format, out);
    }
}
