package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/** Rows that have all arrived; the connection is free already. */
final class BufferedRows implements RowStream {
    private final Columns columns;
    private final Format[] formats;
    private final List<Tuple> tuples;
    private final int size;
    private final boolean truncated;
    private int next;
    private @Nullable Tuple current;

    /** @param limit how many rows to show at most */
    BufferedRows(Columns columns, Format[] formats, List<Tuple> tuples, int limit) {
        this.columns = columns;
        this.formats = formats;
        this.tuples = tuples;
        this.size = Math.min(tuples.size(), limit);
        this.truncated = tuples.size() > limit;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        if (next >= size) {
            current = null;
            return false;
        }
        current = tuples.get(next++);
        return true;
    }

    @Override
    public byte @Nullable [] value(int column) {
        Tuple row = current;
        if (row == null) {
            throw new IllegalStateException("no current row");
        }
        return row.get(column);
    }

    @Override
    public Format format(int column) {
        return formats[column];
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long total() {
        return size;
    }

    @Override
    public boolean truncated() {
        return truncated;
    }

    @Override
    public void close() {
        // Nothing is held open, and rows that are here do not turn into fewer.
    }
}
