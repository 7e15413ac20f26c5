package io.camelpg.type;

import java.util.ArrayList;
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
    public List<@Nullable Object> read(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            return new BinaryWalk(data, offset, length).read();
        }
        return new TextWalk(data, offset, length).read();
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
            new BinaryWalk(data, offset, length).write(true, out);
        } else {
            new TextWalk(data, offset, length).write(true, out);
        }
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            new BinaryWalk(data, offset, length).write(false, out);
        } else {
            new TextWalk(data, offset, length).write(false, out);
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

    private void element(boolean json, byte[] data, int offset, int length, Format format, OutputBuffer out) {
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

    private static void nullElement(boolean json, OutputBuffer out) {
        out.ascii(json ? "null" : "NULL");
    }

    /** One pass over a value in binary format. */
    private final class BinaryWalk {
        private final byte[] data;
        private final int limit;
        private final int[] sizes;
        private int at;

        BinaryWalk(byte[] data, int offset, int length) {
            this.data = data;
            limit = offset + length;
            sizes = ArrayBinary.sizes(ArrayType.this, data, offset, length);
            at = ArrayBinary.start(offset, sizes);
        }

        List<@Nullable Object> read() {
            List<@Nullable Object> elements = sizes.length == 0 ? new ArrayList<>() : read(0);
            end();
            return elements;
        }

        private List<@Nullable Object> read(int dimension) {
            List<@Nullable Object> elements = new ArrayList<>(sizes[dimension]);
            for (int i = 0; i < sizes[dimension]; i++) {
                if (dimension + 1 < sizes.length) {
                    elements.add(read(dimension + 1));
                } else {
                    int length = step();
                    elements.add(length < 0 ? null : element.read(data, at - length, length, Format.BINARY));
                }
            }
            return elements;
        }

        void write(boolean json, OutputBuffer out) {
            if (sizes.length == 0) {
                out.ascii(json ? "[]" : "{}");
            } else {
                write(0, json, out);
            }
            end();
        }

        private void write(int dimension, boolean json, OutputBuffer out) {
            out.write(json ? '[' : '{');
            for (int i = 0; i < sizes[dimension]; i++) {
                if (i > 0) {
                    out.write(json ? ',' : delimiter);
                }
                if (dimension + 1 < sizes.length) {
                    write(dimension + 1, json, out);
                } else {
                    int length = step();
                    if (length < 0) {
                        nullElement(json, out);
                    } else {
                        element(json, data, at - length, length, Format.BINARY, out);
                    }
                }
            }
            out.write(json ? ']' : '}');
        }

        /** Goes past the next element and returns its length, -1 for NULL. */
        private int step() {
            int length = ArrayBinary.elementLength(ArrayType.this, data, at, limit);
            at += 4 + Math.max(length, 0);
            return length;
        }

        private void end() {
            if (at != limit) {
                throw Rejection.malformed(ArrayType.this, limit);
            }
        }
    }

    /** One pass over a value in text format. */
    private final class TextWalk {
        private final LiteralScanner scanner;

        TextWalk(byte[] data, int offset, int length) {
            scanner = new LiteralScanner(ArrayType.this, data, offset, length);
            // lower bounds come first where they are not 1: [2:3]={7,8}
            if (scanner.peek() == '[') {
                while (scanner.next() != '=') {
                    // their digits
                }
            }
        }

        List<@Nullable Object> read() {
            List<@Nullable Object> elements = read(1);
            scanner.end();
            return elements;
        }

        private List<@Nullable Object> read(int depth) {
            List<@Nullable Object> elements = new ArrayList<>();
            if (open(depth)) {
                do {
                    if (scanner.peek() == '{') {
                        elements.add(read(depth + 1));
                    } else {
                        scanner.item(delimiter, '}', '}');
                        elements.add(
                                scanner.isNull()
                                        ? null
                                        : element.read(scanner.data(), scanner.start(), scanner.length(), Format.TEXT));
                    }
                } while (scanner.skip(delimiter));
                scanner.expect('}');
            }
            return elements;
        }

        void write(boolean json, OutputBuffer out) {
            write(1, json, out);
            scanner.end();
        }

        private void write(int depth, boolean json, OutputBuffer out) {
            out.write(json ? '[' : '{');
            if (open(depth)) {
                boolean more;
                do {
                    if (scanner.peek() == '{') {
                        write(depth + 1, json, out);
                    } else {
                        scanner.item(delimiter, '}', '}');
                        if (scanner.isNull()) {
                            nullElement(json, out);
                        } else {
                            element(json, scanner.data(), scanner.start(), scanner.length(), Format.TEXT, out);
                        }
                    }
                    more = scanner.skip(delimiter);
                    if (more) {
                        out.write(json ? ',' : delimiter);
                    }
                } while (more);
                scanner.expect('}');
            }
            out.write(json ? ']' : '}');
        }

        /** Whether there is an element after the brace. */
        private boolean open(int depth) {
            scanner.expect('{');
            if (depth > ArrayBinary.MAX_DIMENSIONS) {
                throw scanner.malformed();
            }
            return !scanner.skip('}');
        }
    }
}
