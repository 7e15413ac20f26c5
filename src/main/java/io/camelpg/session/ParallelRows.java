package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Rows of parts that several sessions read at once, as one stream. The first failure is that of the stream. One thread
 * reads; another one may close it.
 */
final class ParallelRows implements RowStream, Watched {
    private final Columns columns;
    private final Format[] formats;
    private final RowHandover handover;
    private @Nullable BufferedRows current;
    private volatile long position;

    /** @param capacity how much memory rows may take that nobody has read; {@link Long#MAX_VALUE} for all of it */
    ParallelRows(Columns columns, Format[] formats, Collection<ReadPart> parts, long capacity, IdleWatch idleWatch) {
        this.columns = columns;
        this.formats = formats;
        this.handover = new RowHandover(parts, capacity, () -> idleWatch.forget(this));
    }

    /** To which sessions bring what they read. */
    RowHandover handover() {
        return handover;
    }

    /**
     * Waits until all rows are here.
     *
     * @param most more than so many are not waited for; 0 for all
     */
    void awaitAll(int most, Deadline deadline) {
        handover.awaitAll(most, deadline);
    }

    /** @throws io.camelpg.error.PgException what a session failed with; PG-311 where it was closed before its end */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader; the watch only looks whether it moves
    public boolean advance() {
        handover.requireGoingOn(position);
        BufferedRows batch = current;
        if (batch == null || !batch.advance()) {
            batch = handover.next();
            current = batch;
        }
        if (batch == null) {
            handover.requireGoingOn(position);
            return false;
        }
        position++;
        return true;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public byte @Nullable [] value(int column) {
        BufferedRows batch = current;
        if (batch == null) {
            throw new IllegalStateException("no current row");
        }
        return batch.value(column);
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
        return handover.total();
    }

    @Override
    public long bytes() {
        return handover.bytes();
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {
        handover.close("the stream was closed, by its reader or because its exchange had completed,");
    }

    @Override
    public long progress() {
        return position + handover.taken();
    }

    @Override
    public boolean isOpen() {
        return handover.isOpen();
    }

    @Override
    public boolean closeUnread(String why) {
        return handover.closeUnread(why, () -> true);
    }

    @Override
    public void closeUnread(long progress, String why) {
        handover.closeUnread(why, () -> progress() == progress);
    }
}
