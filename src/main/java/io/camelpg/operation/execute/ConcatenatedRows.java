package io.camelpg.operation.execute;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a batch's round trips one after another, as one result. */
final class ConcatenatedRows implements RowStream {
    private final List<RowStream> parts;
    private final long total;
    private int part;
    private long position;

    ConcatenatedRows(List<RowStream> parts) {
        this.parts = parts;
        this.total = parts.stream().mapToLong(RowStream::total).sum();
    }

    private RowStream current() {
        return parts.get(part);
    }

    @Override
    public Columns columns() {
        return current().columns();
    }

    @Override
    public boolean advance() {
        while (!current().advance()) {
            if (part + 1 >= parts.size()) {
                return false;
            }
            part++;
        }
        position++;
        return true;
    }

    @Override
    public byte @Nullable [] value(int column) {
        return current().value(column);
    }

    @Override
    public Format format(int column) {
        return current().format(column);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        parts.forEach(RowStream::close);
    }
}
