package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.type.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/** The rows of a cursor in batches that can go to another thread. The session stays with whoever opened it. Not thread-safe. */
final class CursorBatches {
    private final Session session;
    private final Columns columns;
    private final Format[] formats;
    private final @Nullable Object[] values;
    private List<Tuple> batch;
    private @Nullable ResultCursor cursor;

    CursorBatches(
            Session session, Columns columns, Format[] formats, @Nullable Object[] values, ResultCollector first) {
        this.session = session;
        this.columns = columns;
        this.formats = formats;
        this.values = values;
        this.batch = first.tuples();
        this.cursor = first.cursor();
    }

    Columns columns() {
        return columns;
    }

    Format[] formats() {
        return formats;
    }

    /** The rows that came last. */
    BufferedRows rows() {
        return new BufferedRows(columns, formats, batch);
    }

    /** How much memory they take, about. */
    long memory() {
        return FetchSize.memory(batch, formats.length);
    }

    /** How many rows are fetched next, judged by those that came last. */
    int nextRows(FetchSize fetch) {
        return fetch.next(batch, formats.length);
    }

    /** Fetches the next rows; false at the end. */
    boolean fetch(int rows) {
        ResultCursor open = cursor;
        if (open == null) {
            return false;
        }
        ResultCollector more = session.fetch(open, rows, values);
        batch = more.tuples();
        cursor = more.cursor();
        return true;
    }
}
