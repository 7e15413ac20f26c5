package io.camelpg.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over an array in binary format. */
final class ArrayBinaryWalk {
    private final ArrayType type;
    private final byte[] data;
    private final int limit;
    private final int[] sizes;
    private int at;

    ArrayBinaryWalk(ArrayType type, byte[] data, int offset, int length) {
        this.type = type;
        this.data = data;
        limit = offset + length;
        sizes = ArrayBinary.sizes(type, data, offset, length);
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
                elements.add(length < 0 ? null : type.element().read(data, at - length, length, Format.BINARY));
            }
        }
        return elements;
    }

    void visit(PartVisitor visitor) {
        if (sizes.length > 1) {
            throw Rejection.noColumnForm(type, "an array of " + sizes.length + " dimensions");
        }
        int count = sizes.length == 0 ? 0 : sizes[0];
        for (int i = 0; i < count; i++) {
            int length = step();
            visitor.part(i, data, at - Math.max(length, 0), length);
        }
        end();
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
                out.write(json ? ',' : type.delimiter());
            }
            if (dimension + 1 < sizes.length) {
                write(dimension + 1, json, out);
            } else {
                int length = step();
                if (length < 0) {
                    ArrayType.nullElement(json, out);
                } else {
                    type.element(json, data, at - length, length, Format.BINARY, out);
                }
            }
        }
        out.write(json ? ']' : '}');
    }

    /** Goes past the next element and returns its length, -1 for NULL. */
    private int step() {
        int length = ArrayBinary.elementLength(type, data, at, limit);
        at += 4 + Math.max(length, 0);
        return length;
    }

    private void end() {
        if (at != limit) {
            throw Rejection.malformed(type, limit);
        }
    }
}
