package io.camelpg.operation.extract.claim;

import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows without the columns behind, which are not the reader's. Not thread-safe. */
final class LeadingColumns implements RowStream {
    private final RowStream rows;
    private final Columns columns;

    /** @param visible how many columns are the reader's */
    LeadingColumns(RowStream rows, int visible) {
        this.rows = rows;
        List<Column> shown = new ArrayList<>(visible);
        for (int i = 0; i < visible; i++) {
            shown.add(rows.columns().get(i));
        }
        this.columns = new Columns(shown);
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        return rows.advance();
    }

    @Override
    public byte @Nullable [] value(int column) {
        return rows.value(column);
    }

    @Override
    public Format format(int column) {
        return rows.format(column);
    }

    @Override
    public long position() {
        return rows.position();
    }

    @Override
    public long total() {
        return rows.total();
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        rows.close();
    }
}
