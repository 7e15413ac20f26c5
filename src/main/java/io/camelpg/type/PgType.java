package io.camelpg.type;

import com.fasterxml.jackson.core.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One type of one database: reads wire values, binds Java values, and prints JSON and text straight from wire bytes.
 * Both formats of a value print the same. Immutable and thread-safe.
 */
public abstract class PgType {
    private final int oid;
    private final String name;

    PgType(int oid, String name) {
        this.oid = oid;
        this.name = name;
    }

    /** The OID in {@code pg_type}; above 2³¹ it is negative here. */
    public final int oid() {
        return oid;
    }

    /** The SQL name as {@code format_type} prints it, such as {@code timestamp with time zone} or {@code text[]}. */
    public final String name() {
        return name;
    }

    /**
     * Reads one value that is not NULL.
     *
     * @return null only for the JSON document {@code null}
     * @throws io.camelpg.error.PgException PG-314 for malformed bytes, PG-504 for binary where {@link #readsBinary()} is
     *     false
     */
    public abstract @Nullable Object read(byte[] data, int offset, int length, Format format);

    /**
     * Hands a value to a parameter. A String is sent as it is, in PostgreSQL's input syntax.
     *
     * @throws io.camelpg.error.PgException PG-301 where the type does not take the value, PG-302 where text cannot be
     *     stored
     */
    public abstract void bind(Object value, ParameterSink sink);

    /** Appends one value as a complete JSON value. */
    public abstract void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out);

    /** Appends one value in PostgreSQL's input syntax, unquoted. */
    public abstract void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out);

    /** Whether the binary format can be read; the text format always can. */
    public boolean readsBinary() {
        return true;
    }

    /** What a column of its values is made of. */
    public ColumnForm columnForm() {
        return ColumnForm.TEXT;
    }

    /**
     * One value as the number that its {@link #columnForm()} says.
     *
     * @throws io.camelpg.error.PgException PG-318 for a value that has none there, PG-314 for malformed bytes
     */
    public long columnNumber(byte[] data, int offset, int length, Format format) {
        throw new IllegalStateException(name + " is no number");
    }

    /**
     * One value where {@link #columnForm()} is DECIMAL.
     *
     * @param scale digits after the point
     * @throws io.camelpg.error.PgException PG-318 for a value that is no number or has more digits after the point, PG-314
     *     for malformed bytes
     */
    public void columnDecimal(byte[] data, int offset, int length, Format format, int scale, WideInteger number) {
        throw new IllegalStateException(name + " is no decimal");
    }

    /** Appends one value where {@link #columnForm()} is BYTES. */
    public void columnBytes(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        throw new IllegalStateException(name + " is no string of bytes");
    }

    /** A type that values consist of; without a name for the elements of a list. */
    public record Part(String name, PgType type) {}

    /** What its values consist of: one part where {@link #columnForm()} is LIST, all attributes where it is STRUCT. */
    public List<Part> parts() {
        return List.of();
    }

    /** Whether its values have attributes, at any depth: these may change while the type stays the same to the server. */
    boolean hasAttributes() {
        for (Part part : parts()) {
            if (part.type().hasAttributes()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes one value apart, where {@link #columnForm()} is LIST or STRUCT. The parts are in the same format.
     *
     * @throws io.camelpg.error.PgException PG-318 for an array of several dimensions, PG-314 for malformed bytes
     */
    public void eachPart(byte[] data, int offset, int length, Format format, PartVisitor visitor) {
        throw new IllegalStateException(name + " has no parts");
    }

    /** Whether its values are arrays. */
    public boolean isArray() {
        return false;
    }

    /** The length in characters or bits that a type modifier ({@code pg_attribute.atttypmod}) states, or -1. */
    public int length(int typmod) {
        return -1;
    }

    /** The precision that a type modifier states: digits of a numeric, digits of a second's fraction; or -1. */
    public int precision(int typmod) {
        return -1;
    }

    /** The scale that a type modifier states, or -1. */
    public int scale(int typmod) {
        return -1;
    }

    /**
     * Appends a value in binary format.
     *
     * @return false where only the server can make that of what is bound; what was appended then is of no use
     */
    boolean appendBinary(Object value, OutputBuffer out) {
        BinarySink sink = new BinarySink(out);
        bind(value, sink);
        return sink.taken();
    }

    /** A view of this type whose {@link #read} gives the value's text as a String. */
    public PgType asString() {
        return new AsStringType(this);
    }

    /** Null, or why values of this type are only given as text. */
    public @Nullable String issue() {
        return null;
    }

    /** Whether a Collection, Map or Java array is one value of this type, and not several. */
    boolean takesWhole(Object value) {
        return false;
    }

    /** Sends character data as it is; false where the value is none. */
    final boolean bindText(Object value, ParameterSink sink) {
        if (value instanceof CharSequence text) {
            sink.text(Utf8.storable(this, text));
            return true;
        }
        return false;
    }

    /** The last resort of every {@link #bind}: a JSON node is unwrapped, anything else rejected. */
    final void bindOther(Object value, ParameterSink sink, @Nullable String hint) {
        if (value instanceof TreeNode node) {
            Object plain = JsonReader.read(this, node);
            if (plain != null && !(plain instanceof TreeNode)) {
                bind(plain, sink);
                return;
            }
        }
        throw Rejection.kind(this, value, hint);
    }

    @Override
    public final String toString() {
        return name;
    }
}
