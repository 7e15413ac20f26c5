package io.camelpg.type;

/** A type whose values are Strings in Java, in PostgreSQL's own text. */
abstract class StringType extends PgType {
    StringType(int oid, String name) {
        super(oid, name);
    }

    /** Appends the text of a binary value; ASCII that needs no escape in JSON, unless {@link #writeJson} is overridden. */
    abstract void print(byte[] data, int offset, int length, OutputBuffer out);

    @Override
    public String read(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT) {
            return Utf8.decode(data, offset, length);
        }
        OutputBuffer text = new OutputBuffer(64);
        print(data, offset, length, text);
        return text.toString();
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (!bindText(value, sink)) {
            bindOther(value, sink, null);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.TEXT) {
            out.jsonString(data, offset, length);
        } else {
            out.write('"');
            print(data, offset, length, out);
            out.write('"');
        }
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.TEXT) {
            Utf8.check(data, offset, length);
            out.write(data, offset, length);
        } else {
            print(data, offset, length, out);
        }
    }
}
