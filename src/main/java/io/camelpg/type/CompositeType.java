package io.camelpg.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A composite type or a table's row type: a Map of its attributes, in their order. */
final class CompositeType extends PgType {
    private final String[] names;
    private final PgType[] attributes;
    private final Runnable forget;

    /** @param forget drops what is known of types, once a value has other attributes */
    CompositeType(int oid, String name, List<String> names, List<PgType> attributes, Runnable forget) {
        super(oid, name);
        this.names = names.toArray(String[]::new);
        this.attributes = attributes.toArray(PgType[]::new);
        this.forget = forget;
    }

    @Override
    public void eachPart(byte[] data, int offset, int length, Format format, PartVisitor visitor) {
        if (format == Format.BINARY) {
            visitBinary(data, offset, length, visitor);
        } else {
            visitText(data, offset, length, visitor);
        }
    }

    private void visitBinary(byte[] data, int offset, int length, PartVisitor visitor) {
        Wire.atLeast(this, length, 4);
        if (Wire.int32(data, offset) != attributes.length) {
            throw changed();
        }
        int limit = offset + length;
        int at = offset + 4;
        for (int i = 0; i < attributes.length; i++) {
            // the attribute's type comes first, then its length
            if (at + 4 <= limit && Wire.int32(data, at) != attributes[i].oid()) {
                throw changed();
            }
            int size = ArrayBinary.elementLength(this, data, at + 4, limit);
            at += 8;
            visitor.part(i, data, at, size);
            at += Math.max(size, 0);
        }
        if (at != limit) {
            throw Rejection.malformed(this, length);
        }
    }

    private void visitText(byte[] data, int offset, int length, PartVisitor visitor) {
        LiteralScanner scanner = new LiteralScanner(this, data, offset, length);
        scanner.expect('(');
        for (int i = 0; i < attributes.length; i++) {
            if (i > 0 && !scanner.skip(',')) {
                throw changed();
            }
            scanner.item(',', ')', ')');
            boolean isNull = !scanner.quoted() && scanner.length() == 0;
            visitor.part(i, scanner.data(), scanner.start(), isNull ? -1 : scanner.length());
        }
        if (scanner.peek() == ',') {
            throw changed();
        }
        scanner.expect(')');
        scanner.end();
    }

    private RuntimeException changed() {
        forget.run();
        return Rejection.changed(this, attributes.length);
    }

    @Override
    public Map<String, @Nullable Object> read(byte[] data, int offset, int length, Format format) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        eachPart(
                data,
                offset,
                length,
                format,
                (i, bytes, start, size) ->
                        values.put(names[i], size < 0 ? null : attributes[i].read(bytes, start, size, format)));
        return values;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (bindText(value, sink)) {
            return;
        }
        @Nullable Object[] values;
        if (value instanceof Map<?, ?> map) {
            values = CompositeBinding.byName(this, value, map, names);
        } else if (value instanceof Record rec) {
            values = CompositeBinding.byName(this, value, RecordComponents.toMap(rec), names);
        } else if (value instanceof List<?> || value instanceof Object[]) {
            values = Elements.of(value).toArray();
            if (values.length != attributes.length) {
                throw Rejection.value(
                        this, value, "it has " + values.length + " elements for " + attributes.length + " attributes");
            }
        } else {
            bindOther(value, sink, "Give a Map or a record by attribute name, a List in their order, or text");
            return;
        }
        sink.text(CompositeBinding.literal(attributes, values));
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('{');
        eachPart(data, offset, length, format, (i, bytes, start, size) -> {
            if (i > 0) {
                out.write(',');
            }
            out.jsonString(names[i]);
            out.write(':');
            if (size < 0) {
                out.ascii("null");
            } else {
                attributes[i].writeJson(bytes, start, size, format, out);
            }
        });
        out.write('}');
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('(');
        eachPart(data, offset, length, format, (i, bytes, start, size) -> {
            if (i > 0) {
                out.write(',');
            }
            if (size >= 0) {
                int from = out.size();
                attributes[i].writeText(bytes, start, size, format, out);
                if (Quoting.attributeNeedsQuotes(out, from)) {
                    out.quoteFrom(from, true);
                }
            }
        });
        out.write(')');
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.STRUCT;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            parts.add(new Part(names[i], attributes[i]));
        }
        return parts;
    }

    @Override
    public boolean readsBinary() {
        for (PgType attribute : attributes) {
            if (!attribute.readsBinary()) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean hasAttributes() {
        return true;
    }

    @Override
    boolean takesWhole(Object value) {
        return true;
    }
}
