package io.camelpg.operation.upsert;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What RETURNING gave, in the order the rows were sent. */
final class ReturnedRows implements RowStream {
    private final Columns columns;
    private final List<ReturnedRow> rows;
    private int next;

    ReturnedRows(Columns columns, List<ReturnedRow> rows) {
        this.columns = columns;
        this.rows = rows.stream()
                .sorted(Comparator.comparingLong(ReturnedRow::index))
                .toList();
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        if (next >= rows.size()) {
            return false;
        }
        next++;
        return true;
    }

    @Override
    public byte @Nullable [] value(int column) {
        return rows.get(next - 1).value(column);
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
        return rows.size();
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
