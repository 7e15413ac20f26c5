package io.camelpg.type;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** hstore, of the extension: a String as PostgreSQL prints it; a Map is bound. */
final class HstoreType extends StringType {
    HstoreType(int oid, String name) {
        super(oid, name);
    }

    /** Binary: the number of pairs, then each key and value after its length, which is -1 for NULL. */
    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.atLeast(this, length, 4);
        int pairs = Wire.int32(data, offset);
        int limit = offset + length;
        int at = offset + 4;
        for (int i = 0; i < pairs; i++) {
            if (i > 0) {
                out.ascii(", ");
            }
            int key = ArrayBinary.elementLength(this, data, at, limit);
            quoted(data, at + 4, key, out);
            at += 4 + Math.max(key, 0);
            out.ascii("=>");
            int value = ArrayBinary.elementLength(this, data, at, limit);
            quoted(data, at + 4, value, out);
            at += 4 + Math.max(value, 0);
        }
        if (at != limit) {
            throw Rejection.malformed(this, length);
        }
    }

    private static void quoted(byte[] data, int offset, int length, OutputBuffer out) {
        if (length < 0) {
            out.ascii("NULL");
        } else {
            int from = out.size();
            Utf8.check(data, offset, length);
            out.write(data, offset, length);
            out.quoteFrom(from, false);
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.TEXT) {
            out.jsonString(data, offset, length);
        } else {
            out.jsonString(read(data, offset, length, format));
        }
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Map<?, ?> map) {
            OutputBuffer out = new OutputBuffer();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (out.size() > 0) {
                    out.write(',');
                }
                quoted(map, entry.getKey(), out);
                out.ascii("=>");
                if (entry.getValue() == null) {
                    out.ascii("NULL");
                } else {
                    quoted(map, entry.getValue(), out);
                }
            }
            sink.text(out.toString());
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give a Map of text, or text such as 'a=>1, b=>2'");
        }
    }

    private void quoted(Map<?, ?> map, @Nullable Object value, OutputBuffer out) {
        String text = value == null ? null : TextType.textOf(value);
        if (text == null) {
            throw Rejection.value(this, map, "a key is null, or a key or value has no plain text");
        }
        int from = out.size();
        out.text(Utf8.storable(this, text));
        out.quoteFrom(from, false);
    }

    @Override
    boolean takesWhole(Object value) {
        return value instanceof Map;
    }
}
