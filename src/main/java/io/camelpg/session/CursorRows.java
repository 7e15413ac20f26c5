package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/**
 * Rows of a cursor: fetched as they are read, some at a time, sized by bytes and not by rows. Owns its session. One thread
 * reads; another one may close it: the end of the exchange, or the idle watch where nobody reads. The lock keeps the
 * connection with whoever is using it.
 */
final class CursorRows implements RowStream, Watched {
    private final Session session;
    private final Columns columns;
    private final Format[] formats;
    private final @Nullable Object[] values;
    private final FetchSize fetch;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Tuple> tuples;
    private @Nullable ResultCursor cursor;
    private int next;
    private @Nullable Tuple current;
    private volatile long position;
    private volatile long fetches;
    private long bytes;
    private boolean closed;
    /** Why there is no more to come although there is more to have; null as long as nothing is missing. */
    private volatile @Nullable String cutShort;

    /** @param values that the statement was given: errors at a later fetch must not show them either */
    CursorRows(
            Session session,
            Columns columns,
            Format[] formats,
            @Nullable Object[] values,
            ResultCollector first,
            FetchSize fetch) {
        this.session = session;
        this.columns = columns;
        this.formats = formats;
        this.values = values;
        this.fetch = fetch;
        this.tuples = first.tuples();
        this.bytes = BufferedRows.bytes(tuples);
        this.cursor = first.cursor();
        if (cursor == null) {
            release();
        }
    }

    @Override
    public Columns columns() {
        return columns;
    }

    /** @throws PgException PG-311 where the stream was closed before its end: what was read must not pass for all */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader; the watch only looks whether it moves
    public boolean advance() {
        String why = cutShort;
        if (why != null) {
            throw new PgException(PgErrorCode.STREAM_CLOSED, why + " after " + position + " rows");
        }
        if (next >= tuples.size() && !fetchMore()) {
            current = null;
            return false;
        }
        current = tuples.get(next++);
        position++;
        return true;
    }

    private boolean fetchMore() {
        lock.lock();
        try {
            while (next >= tuples.size()) {
                if (cutShort != null) {
                    throw new PgException(PgErrorCode.STREAM_CLOSED, cutShort + " after " + position + " rows");
                }
                ResultCursor open = cursor;
                if (open == null) {
                    return false;
                }
                fetch(open);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader, which holds the lock
    private void fetch(ResultCursor open) {
        int rows = fetch.next(tuples, formats.length);
        tuples = List.of();
        next = 0;
        boolean fetched = false;
        try {
            ResultCollector more = session.fetch(open, rows, values);
            tuples = more.tuples();
            bytes += BufferedRows.bytes(tuples);
            cursor = more.cursor();
            fetches++;
            fetched = true;
        } finally {
            if (!fetched) {
                close("reading the stream failed");
            } else if (cursor == null) {
                release();
            }
        }
    }

    /** The connection goes back; rows received already can still be read. */
    private void release() {
        if (!closed) {
            closed = true;
            session.database().idleWatch().forget(this);
            session.close();
        }
    }

    private void close(String why) {
        lock.lock();
        try {
            if (cursor != null) {
                cutShort = why;
                cursor = null;
            }
            release();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long progress() {
        return position + fetches;
    }

    @Override
    public boolean closeUnread(String why) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            close(why);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closeUnread(long progress, String why) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (progress() == progress) {
                close(why);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
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
    public long total() {
        lock.lock();
        try {
            return closed && cutShort == null ? position + tuples.size() - next : -1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    /** From any thread: a reader on its way gets PG-311, unless all rows had arrived. */
    @Override
    public void close() {
        close("the stream was closed, by its reader or because its exchange had completed,");
    }
}
