package io.camelpg.type;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows, and their bytes as a value of a {@link RowArrayType}. */
public final class EncodedRows extends AbstractList<@Nullable Object[]> {
    private final List<@Nullable Object[]> rows;
    private final byte[] bytes;

    EncodedRows(List<@Nullable Object[]> rows, byte[] bytes) {
        this.rows = rows;
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public @Nullable Object[] get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
