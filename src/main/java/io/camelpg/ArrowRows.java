package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SourceRow;
import io.camelpg.row.ColumnIndex;
import io.camelpg.row.Row;
import io.camelpg.row.arrow.source.ArrowReader;
import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The rows of a body of Arrow's IPC, read as they are asked for. Not thread-safe. */
final class ArrowRows implements Iterator<SourceRow> {
    private final ArrowReader reader;
    private final ColumnIndex names;
    private boolean ready;
    private boolean ended;

    /** @throws PgException PG-106 for bytes that are none, and for what is not read */
    ArrowRows(InputStream in) {
        this.reader = new ArrowReader(in);
        this.names = new ColumnIndex(reader.names());
    }

    @Override
    public boolean hasNext() {
        if (!ready && !ended) {
            ready = reader.advance();
            ended = !ready;
        }
        return ready;
    }

    @Override
    public SourceRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        @Nullable Object[] values = new @Nullable Object[names.size()];
        PgException problem = null;
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = reader.value(i);
            } catch (PgException e) {
                if (e.errorCode() != PgErrorCode.VALUE_REJECTED) {
                    throw e;
                }
                problem = problem == null ? ofField(e, i) : problem;
            }
        }
        Row row = new Row(names, values);
        return problem == null ? new SourceRow(row, row, false, null) : SourceRow.unreadable(row, problem);
    }

    private PgException ofField(PgException e, int field) {
        return new PgException(
                e.errorCode(),
                "field " + RowFields.shown(names.name(field)) + ": " + e.detail(),
                e.sqlState(),
                e.hint(),
                e.getCause());
    }
}
