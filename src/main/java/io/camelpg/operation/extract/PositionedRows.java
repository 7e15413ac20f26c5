package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.sql.Identifier;
import io.camelpg.type.Format;
import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an incremental read without the columns that are not the reader's: in front the state of the run, behind
 * cursor and key, whose last values are kept. Not thread-safe.
 */
final class PositionedRows implements RowStream {
    private final RowStream rows;
    private final CursorColumns order;
    private final boolean refusesNull;
    private final int before;
    private final int visible;
    private final Columns columns;
    private final boolean none;
    private boolean atFirst;
    private final byte[] @Nullable [] last;
    private long position;
    private boolean ended;

    /**
     * @param before how many columns are in front
     * @param atFirst whether the first row has been moved to already
     * @param none whether that is no row of the table
     */
    PositionedRows(
            RowStream rows, CursorColumns order, NullCursor nullCursor, int before, boolean atFirst, boolean none) {
        this.rows = rows;
        this.order = order;
        this.refusesNull = nullCursor == NullCursor.fail;
        this.before = before;
        this.visible = rows.columns().size() - before - order.order().size();
        this.atFirst = atFirst;
        this.none = none;
        this.last = new byte[order.order().size()][];
        List<Column> shown = new ArrayList<>(visible);
        for (int i = 0; i < visible; i++) {
            shown.add(rows.columns().get(before + i));
        }
        this.columns = new Columns(shown);
    }

    @Override
    public boolean advance() {
        if (ended) {
            return false;
        }
        if (none || (!atFirst && !rows.advance())) {
            ended = true;
            rows.close();
            return false;
        }
        atFirst = false;
        position++;
        for (int i = 0; i < last.length; i++) {
            last[i] = rows.value(before + visible + i);
        }
        if (last[0] == null && refusesNull) {
            throw new PgException(
                    PgErrorCode.NULL_CURSOR,
                    "the cursor " + Identifier.quote(order.cursor().name()) + " of a row is NULL");
        }
        return true;
    }

    /** Whether all rows were read. */
    boolean ended() {
        return ended;
    }

    /** Cursor and key of the row that was read last, in PostgreSQL's syntax; empty before the first. */
    List<@Nullable String> lastRow() {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < last.length && position > 0; i++) {
            values.add(text(i));
        }
        return values;
    }

    /** The cursor of the row that was read last: rows come in its order, those without one first. */
    @Nullable
    String highest() {
        return position == 0 ? null : text(0);
    }

    private @Nullable String text(int i) {
        byte[] data = last[i];
        if (data == null) {
            return null;
        }
        int column = before + visible + i;
        OutputBuffer text = new OutputBuffer();
        rows.columns().get(column).type().writeText(data, 0, data.length, rows.format(column), text);
        return text.toString();
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public byte @Nullable [] value(int column) {
        return rows.value(before + column);
    }

    @Override
    public Format format(int column) {
        return rows.format(before + column);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long total() {
        return none ? 0 : rows.total();
    }

    @Override
    public long bytes() {
        return rows.bytes();
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
