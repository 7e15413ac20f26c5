package io.camelpg.row;

import io.camelpg.type.Format;
import io.camelpg.type.TypeCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows that a test wrote down, in text format; knows whether it was closed. */
public final class TextRows implements RowStream {
    private final Columns columns;
    private final List<String[]> rows = new ArrayList<>();
    private int next;
    private boolean closed;

    /** @param columns names and type OIDs in turn */
    public TextRows(Object... columns) {
        List<Column> list = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            list.add(new Column(
                    (String) columns[i], TypeCatalog.builtIn().get((Integer) columns[i + 1]), -1, true, null));
        }
        this.columns = new Columns(list);
    }

    public TextRows(List<Column> columns) {
        this.columns = new Columns(columns);
    }

    public TextRows row(String... values) {
        rows.add(values);
        return this;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        if (closed || next == rows.size()) {
            return false;
        }
        next++;
        return true;
    }

    @Override
    public byte[] value(int column) {
        String value = rows.get(next - 1)[column];
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Format format(int column) {
        return Format.TEXT;
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }
}
