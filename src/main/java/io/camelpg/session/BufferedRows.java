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
    private final int offset;
    private int next;
    private @Nullable Tuple current;

    BufferedRows(Columns columns, Format[] formats, List<Tuple> tuples) {
        this(columns, formats, tuples, 0);
    }

    /** @param offset how many columns in front are not the reader's */
    BufferedRows(Columns columns, Format[] formats, List<Tuple> tuples, int offset) {
        this.columns = columns;
        this.formats = formats;
        this.tuples = tuples;
        this.offset = offset;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        if (next >= tuples.size()) {
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
        return row.get(column + offset);
    }

    @Override
    public Format format(int column) {
        return formats[column + offset];
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long total() {
        return tuples.size();
    }

    @Override
    public long bytes() {
        return bytes(tuples);
    }

    static long bytes(List<Tuple> tuples) {
        long bytes = 0;
        for (Tuple tuple : tuples) {
            bytes += tuple.length();
        }
        return bytes;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held open, and rows that are here do not turn into fewer.
    }
}
