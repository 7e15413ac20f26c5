package io.camelpg.row;

import io.camelpg.type.Format;
import io.camelpg.type.PgType;
import org.jspecify.annotations.Nullable;

/** Turns the current row of a stream into a {@link Row}. One a stream; not thread-safe. */
public final class RowDecoder {
    private final RowStream rows;
    private final ColumnIndex index;
    private final PgType[] types;
    private final Format[] formats;
    private final int[] slots;

    /** @param jsonAsText whether json and jsonb columns stay text */
    public RowDecoder(RowStream rows, boolean jsonAsText) {
        Columns columns = rows.columns();
        this.rows = rows;
        this.index = columns.index();
        this.types = columns.types(jsonAsText);
        this.slots = columns.slots();
        this.formats = new Format[types.length];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = rows.format(i);
        }
    }

    /** The current row. */
    public Row row() {
        @Nullable Object[] values = new @Nullable Object[index.size()];
        for (int i = 0; i < types.length; i++) {
            if (slots[i] >= 0) {
                values[slots[i]] = value(i);
            }
        }
        return new Row(index, values);
    }

    /** One value of the current row. */
    public @Nullable Object value(int column) {
        byte[] data = rows.value(column);
        return data == null ? null : types[column].read(data, 0, data.length, formats[column]);
    }
}
