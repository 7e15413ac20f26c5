package io.camelpg.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds one array: its elements are bound first, each in the format it prefers; where all of them have bytes the array
 * goes in binary, else as a literal.
 */
final class ArrayBinding implements ParameterSink {
    private final ArrayType type;
    private final PgType element;
    /** In order, innermost dimension first: byte[], String, or null for NULL. */
    private final List<@Nullable Object> elements = new ArrayList<>();

    private final List<Integer> sizes = new ArrayList<>();
    private boolean allBinary = true;
    private boolean nulls;
    /** A class that is no collection: mostly that of the next element too, and asking each anew shows in long arrays. */
    private @Nullable Class<?> plain;

    ArrayBinding(ArrayType type) {
        this.type = type;
        this.element = type.element();
    }

    @Override
    public void text(String value) {
        if (element instanceof TextType) {
            elements.add(value.getBytes(StandardCharsets.UTF_8));
        } else {
            elements.add(value);
            allBinary = false;
        }
    }

    @Override
    public void binary(byte[] value) {
        elements.add(value);
    }

    void bind(Object value, ParameterSink sink) {
        collect(value, value, 0);
        if (elements.isEmpty()) {
            sink.text("{}");
        } else if (allBinary) {
            sink.binary(binary());
        } else {
            OutputBuffer literal = new OutputBuffer();
            literal(0, 0, literal);
            sink.text(literal.toString());
        }
    }

    private void collect(Object whole, Object value, int depth) {
        Collection<? extends @Nullable Object> items = Elements.of(value);
        if (depth == ArrayBinary.MAX_DIMENSIONS) {
            throw Rejection.value(type, whole, "it has more than " + ArrayBinary.MAX_DIMENSIONS + " dimensions");
        }
        boolean leaf = isLeaf(items);
        if (sizes.size() == depth) {
            sizes.add(items.size());
        } else if (sizes.get(depth) != items.size()) {
            throw Rejection.value(
                    type,
                    whole,
                    "lists of " + sizes.get(depth) + " and " + items.size() + " elements in one dimension");
        }
        for (Object item : items) {
            boolean nested = item != null && isNested(item);
            if (nested == leaf || (!leaf && item == null)) {
                throw Rejection.value(type, whole, "elements and lists are mixed in one dimension");
            }
            if (item == null) {
                elements.add(null);
                nulls = true;
            } else if (nested) {
                collect(whole, item, depth + 1);
            } else {
                element.bind(item, this);
            }
        }
        if (leaf && sizes.size() > depth + 1) {
            throw Rejection.value(type, whole, "elements and lists are mixed in one dimension");
        }
    }

    private boolean isLeaf(Collection<? extends @Nullable Object> items) {
        for (Object item : items) {
            if (item != null) {
                return !isNested(item);
            }
        }
        return true;
    }

    private boolean isNested(Object item) {
        if (item.getClass() == plain) {
            return false;
        }
        if (Elements.areIn(item)) {
            return !element.takesWhole(item);
        }
        plain = item.getClass();
        return false;
    }

    private byte[] binary() {
        OutputBuffer out = new OutputBuffer(20 + elements.size() * 12);
        int[] dimensions = sizes.stream().mapToInt(Integer::intValue).toArray();
        ArrayBinary.writeHeader(out, element.oid(), dimensions, nulls);
        for (Object item : elements) {
            if (item instanceof byte[] bytes) {
                out.int32(bytes.length);
                out.write(bytes, 0, bytes.length);
            } else {
                out.int32(-1);
            }
        }
        return out.toByteArray();
    }

    /** Appends the literal of one dimension from the given element on, and returns the element after it. */
    private int literal(int dimension, int from, OutputBuffer out) {
        int next = from;
        out.write('{');
        for (int i = 0; i < sizes.get(dimension); i++) {
            if (i > 0) {
                out.write(type.delimiter());
            }
            if (dimension + 1 < sizes.size()) {
                next = literal(dimension + 1, next, out);
            } else {
                item(elements.get(next++), out);
            }
        }
        out.write('}');
        return next;
    }

    private void item(@Nullable Object item, OutputBuffer out) {
        if (item == null) {
            out.ascii("NULL");
        } else if (item instanceof byte[] bytes) {
            OutputBuffer text = new OutputBuffer(bytes.length + 16);
            element.writeText(bytes, 0, bytes.length, Format.BINARY, text);
            type.appendElement(text.toString(), out);
        } else {
            type.appendElement((String) item, out);
        }
    }
}
