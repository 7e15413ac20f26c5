package io.camelpg.type;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The array type over a table's row type, to send many rows in binary as one value. {@code record_recv} in {@code
 * src/backend/utils/adt/rowtypes.c} wants each attribute that is not dropped, with its type; what is not written is NULL
 * there. Thread-safe.
 */
public final class RowArrayType extends StringType {
    private static final int NULL = -1;

    private final int rowOid;
    private final List<Attribute> attributes;

    /**
     * A column that is not dropped.
     *
     * @param oid of its type
     * @param type null where it is not written
     * @param position of its value in the rows that are given
     */
    public record Attribute(int oid, @Nullable PgType type, int position) {}

    /**
     * @param rowOid of the table's row type
     * @param attributes all of them, in the table's order
     */
    public RowArrayType(int oid, int rowOid, String name, List<Attribute> attributes) {
        super(oid, name);
        this.rowOid = rowOid;
        this.attributes = List.copyOf(attributes);
    }

    /**
     * The rows in binary, for {@link #bind}; null where a value is known by its text only. A stream is not read.
     *
     * @param rows at least one
     * @throws io.camelpg.error.PgException as {@link PgType#bind}
     */
    public @Nullable EncodedRows encode(List<@Nullable Object[]> rows) {
        OutputBuffer out = new OutputBuffer(64 + rows.size() * 16 * attributes.size());
        ArrayBinary.writeHeader(out, rowOid, new int[] {rows.size()}, false);
        for (@Nullable Object[] row : rows) {
            int start = out.size();
            out.int32(0);
            out.int32(attributes.size());
            for (int i = 0; i < attributes.size(); i++) {
                if (!append(attributes.get(i), row, out)) {
                    return null;
                }
            }
            out.int32At(start, out.size() - start - 4);
        }
        return new EncodedRows(rows, out.toByteArray());
    }

    private static boolean append(Attribute attribute, @Nullable Object[] row, OutputBuffer out) {
        out.int32(attribute.oid);
        Object value = attribute.type == null ? null : row[attribute.position];
        if (attribute.type == null || value == null) {
            out.int32(NULL);
            return true;
        }
        int start = out.size();
        out.int32(0);
        // a stream can be read once, and that must not be in vain
        if (value instanceof InputStream || !attribute.type.appendBinary(value, out)) {
            return false;
        }
        out.int32At(start, out.size() - start - 4);
        return true;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof EncodedRows rows) {
            sink.binary(rows.bytes());
        } else {
            super.bind(value, sink);
        }
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        throw Rejection.notInBinary(this);
    }

    @Override
    public boolean readsBinary() {
        return false;
    }

    @Override
    public boolean isArray() {
        return true;
    }
}
