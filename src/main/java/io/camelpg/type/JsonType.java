package io.camelpg.type;

import com.fasterxml.jackson.core.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * json and jsonb: Map, List, String, Number and Boolean; the document {@code null} is read as null. A String that is bound
 * is the JSON text itself, and not a JSON string.
 */
final class JsonType extends PgType {
    private final boolean binaryHasVersion;

    /** @param binaryHasVersion whether the binary format is the text after a version byte, as jsonb's is */
    JsonType(int oid, String name, boolean binaryHasVersion) {
        super(oid, name);
        this.binaryHasVersion = binaryHasVersion;
    }

    /** How many bytes precede the text. */
    private int prefix(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT || !binaryHasVersion) {
            return 0;
        }
        if (length < 1 || data[offset] != 1) {
            throw Rejection.malformed(this, length);
        }
        return 1;
    }

    @Override
    public @Nullable Object read(byte[] data, int offset, int length, Format format) {
        int prefix = prefix(data, offset, length, format);
        return JsonReader.read(this, data, offset + prefix, length - prefix);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (bindText(value, sink)) {
            return;
        }
        if (value instanceof TreeNode node) {
            sink.text(Utf8.storable(this, node.toString()));
        } else {
            sink.text(JsonWriter.write(this, value));
        }
    }

    @Override
    boolean appendBinary(Object value, OutputBuffer out) {
        if (binaryHasVersion) {
            out.write(1);
        }
        bind(value, new TextSink(this, out));
        return true;
    }

    /** The document as it is; line breaks between its tokens become spaces, so that it fits on a line of NDJSON. */
    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        int prefix = prefix(data, offset, length, format);
        if (length == prefix) {
            throw Rejection.malformed(this, length);
        }
        int start = out.size();
        writeText(data, offset, length, format, out);
        if (!binaryHasVersion) {
            out.joinLines(start);
        }
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        int prefix = prefix(data, offset, length, format);
        Utf8.check(data, offset + prefix, length - prefix);
        out.write(data, offset + prefix, length - prefix);
    }

    @Override
    boolean takesWhole(Object value) {
        return true;
    }
}
