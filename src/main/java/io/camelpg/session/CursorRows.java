package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/**
 * Rows of a cursor: fetched as they are read, some at a time, sized by bytes and not by rows. Owns its session. The lock
 * is between the reader and the idle watch, which may close a stream that nobody reads.
 */
final class CursorRows implements RowStream {
    private static final long BATCH_BYTES = 1 << 20;
    private static final int MAX_BATCH_ROWS = 5000;
    private static final int ROW_OVERHEAD = 64;
    private static final int VALUE_OVERHEAD = 20;

    private final Session session;
    private final Columns columns;
    private final Format[] formats;
    private List<Tuple> tuples;
    private @Nullable ResultCursor cursor;
    private int next;
    private @Nullable Tuple current;
    private volatile long position;
    private boolean closed;
    private boolean idle;
    private boolean abandoned;

    CursorRows(Session session, Columns columns, Format[] formats, ResultCollector first) {
        this.session = session;
        this.columns = columns;
        this.formats = formats;
        this.tuples = first.tuples();
        this.cursor = first.cursor();
        if (cursor == null) {
            release();
        }
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader; the watch only looks whether it moves
    public boolean advance() {
        if (next >= tuples.size() && !fetchMore()) {
            current = null;
            return false;
        }
        current = tuples.get(next++);
        position++;
        return true;
    }

    private synchronized boolean fetchMore() {
        while (next >= tuples.size()) {
            if (closed) {
                if (idle) {
                    throw new PgException(
                            PgErrorCode.STREAM_CLOSED, "nobody read the stream for longer than streamIdleTimeout");
                }
                if (abandoned) {
                    // An end here would make a part of the rows look like all of them.
                    throw new PgException(
                            PgErrorCode.STREAM_CLOSED,
                            "the stream was closed before its last row, at the latest when its exchange completed");
                }
                return false;
            }
            ResultCursor open = cursor;
            if (open == null) {
                release();
                return false;
            }
            int rows = batchRows();
            tuples = List.of();
            next = 0;
            try {
                ResultCollector more = session.fetch(open, rows);
                tuples = more.tuples();
                cursor = more.cursor();
            } catch (RuntimeException e) {
                release();
                throw e;
            }
            if (cursor == null) {
                release();
            }
        }
        return true;
    }

    /** As many rows as fit the budget, judged by those just read. */
    private int batchRows() {
        long bytes = 0;
        int sampled = Math.min(tuples.size(), 256);
        for (int i = tuples.size() - sampled; i < tuples.size(); i++) {
            bytes += tuples.get(i).length() + ROW_OVERHEAD + (long) VALUE_OVERHEAD * formats.length;
        }
        long perRow = sampled == 0 ? 1024 : Math.max(1, bytes / sampled);
        return (int) Math.max(1, Math.min(MAX_BATCH_ROWS, BATCH_BYTES / perRow));
    }

    /** The connection goes back; rows received already can still be read. */
    private synchronized void release() {
        if (!closed) {
            closed = true;
            cursor = null;
            session.database().idleWatch().forget(this);
            session.close();
        }
    }

    synchronized void closeIdle() {
        if (!closed) {
            idle = true;
            release();
        }
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
        return position;
    }

    @Override
    public synchronized long total() {
        return closed && !idle && !abandoned ? position + tuples.size() - next : -1;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public synchronized void close() {
        abandoned |= cursor != null || next < tuples.size();
        release();
        tuples = List.of();
        next = 0;
    }
}
