package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import org.jspecify.annotations.Nullable;

/** At most so many rows of another stream: one more is an error, or the end with {@link #truncated()}. */
public final class LimitedRows implements RowStream {
    private final RowStream rows;
    private final int maxRows;
    private final boolean truncate;
    private boolean cut;

    /** @throws PgException PG-303 at once, if it is known already that there are too many */
    public LimitedRows(RowStream rows, int maxRows, boolean truncate) {
        this.rows = rows;
        this.maxRows = maxRows;
        this.truncate = truncate;
        if (rows.total() > maxRows) {
            tooMany();
        }
    }

    private void tooMany() {
        cut = true;
        if (!truncate) {
            rows.close();
            throw new PgException(PgErrorCode.TOO_MANY_ROWS, "the result has more than maxRows=" + maxRows + " rows");
        }
    }

    @Override
    public Columns columns() {
        return rows.columns();
    }

    @Override
    public boolean advance() {
        if (rows.position() >= maxRows) {
            if (!cut && rows.advance()) {
                tooMany();
            }
            rows.close();
            return false;
        }
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
        return Math.min(rows.position(), maxRows);
    }

    @Override
    public long total() {
        return cut ? maxRows : rows.total();
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public boolean truncated() {
        return cut;
    }

    @Override
    public void close() {
        rows.close();
    }
}
