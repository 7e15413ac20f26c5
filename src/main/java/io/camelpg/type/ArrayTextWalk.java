package io.camelpg.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over an array in text format. */
final class ArrayTextWalk {
    private final ArrayType type;
    private final char delimiter;
    private final LiteralScanner scanner;

    ArrayTextWalk(ArrayType type, byte[] data, int offset, int length) {
        this.type = type;
        delimiter = type.delimiter();
        scanner = new LiteralScanner(type, data, offset, length);
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
                                    : type.element()
                                            .read(scanner.data(), scanner.start(), scanner.length(), Format.TEXT));
                }
            } while (scanner.skip(delimiter));
            scanner.expect('}');
        }
        return elements;
    }

    void visit(PartVisitor visitor) {
        if (open(1)) {
            int i = 0;
            do {
                if (scanner.peek() == '{') {
                    throw Rejection.noColumnForm(type, "an array of several dimensions");
                }
                scanner.item(delimiter, '}', '}');
                visitor.part(i++, scanner.data(), scanner.start(), scanner.isNull() ? -1 : scanner.length());
            } while (scanner.skip(delimiter));
            scanner.expect('}');
        }
        scanner.end();
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
                        ArrayType.nullElement(json, out);
                    } else {
                        type.element(json, scanner.data(), scanner.start(), scanner.length(), Format.TEXT, out);
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
