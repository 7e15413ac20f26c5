package io.camelpg.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of any type: a List, with a List per dimension. Lower bounds other than 1 are not kept. A collection or a Java
 * array is bound, nested for more dimensions.
 */
final class ArrayType extends PgType {
    private final PgType element;
    private final char delimiter;

    ArrayType(int oid, String name, PgType element, char delimiter) {
        super(oid, name);
        this.element = element;
        this.delimiter = delimiter;
    }

    PgType element() {
        return element;
    }

    char delimiter() {
        return delimiter;
    }

    @Override
    public boolean isArray() {
        return true;
    }

    @Override
    public List<@Nullable Object> read(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            return new ArrayBinaryWalk(this, data, offset, length).read();
        }
        return new ArrayTextWalk(this, data, offset, length).read();
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (bindText(value, sink)) {
            return;
        }
        if (Elements.areIn(value) && !(value instanceof byte[] && element.takesWhole(value))) {
            new ArrayBinding(this).bind(value, sink);
        } else {
            bindOther(value, sink, "Give a collection, a Java array, or text such as '{1,2}'");
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            new ArrayBinaryWalk(this, data, offset, length).write(true, out);
        } else {
            new ArrayTextWalk(this, data, offset, length).write(true, out);
        }
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            new ArrayBinaryWalk(this, data, offset, length).write(false, out);
        } else {
            new ArrayTextWalk(this, data, offset, length).write(false, out);
        }
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.LIST;
    }

    @Override
    public List<Part> parts() {
        return List.of(new Part("", element));
    }

    @Override
    public void eachPart(byte[] data, int offset, int length, Format format, PartVisitor visitor) {
        if (format == Format.BINARY) {
            new ArrayBinaryWalk(this, data, offset, length).visit(visitor);
        } else {
            new ArrayTextWalk(this, data, offset, length).visit(visitor);
        }
    }

    @Override
    public boolean readsBinary() {
        return element.readsBinary();
    }

    @Override
    public int length(int typmod) {
        return element.length(typmod);
    }

    @Override
    public int precision(int typmod) {
        return element.precision(typmod);
    }

    @Override
    public int scale(int typmod) {
        return element.scale(typmod);
    }

    @Override
    public @Nullable String issue() {
        return element.issue();
    }

    /** Appends an element as JSON, or as an item of a literal. */
    void element(boolean json, byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (json) {
            element.writeJson(data, offset, length, format, out);
        } else {
            int start = out.size();
            element.writeText(data, offset, length, format, out);
            quoteElement(start, out);
        }
    }

    private void quoteElement(int start, OutputBuffer out) {
        if (Quoting.arrayElementNeedsQuotes(out, start, delimiter)) {
            out.quoteFrom(start, false);
        }
    }

    /** What an element's text becomes inside an array literal. */
    void appendElement(String text, OutputBuffer out) {
        int start = out.size();
        out.text(text);
        quoteElement(start, out);
    }

    static void nullElement(boolean json, OutputBuffer out) {
        out.ascii(json ? "null" : "NULL");
    }
}
