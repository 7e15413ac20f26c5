package io.camelpg.type;

/** The one-byte type {@code "char"} of the system catalogs. */
final class CharType extends StringType {
    CharType(int oid) {
        super(oid, "\"char\"");
    }

    /** Like {@code charout} since version 15: nothing for NUL, octal digits beyond ASCII. */
    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.expect(this, length, 1);
        int b = data[offset] & 0xFF;
        if (b >= 0x80) {
            out.write('\\');
            out.write('0' + (b >> 6));
            out.write('0' + (b >> 3 & 7));
            out.write('0' + (b & 7));
        } else if (b != 0) {
            out.write(b);
        }
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Character c) {
            sink.text(Utf8.storable(this, c.toString()));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, null);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.jsonString(read(data, offset, length, format));
    }
}
