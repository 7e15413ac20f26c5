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
        int size = columns.size();
        this.types = new PgType[size];
        this.formats = new Format[size];
        this.slots = new int[size];
        for (int i = 0; i < size; i++) {
            PgType type = columns.get(i).type();
            types[i] = jsonAsText && isJson(type) ? type.asString() : type;
            formats[i] = rows.format(i);
            slots[i] = columns.slot(i);
        }
    }

    private static boolean isJson(PgType type) {
        return type.name().equals("json") || type.name().equals("jsonb");
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
