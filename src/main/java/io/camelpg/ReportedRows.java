package io.camelpg;

import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows whose progress is told while they are read: as an event every so many rows, in the log every ten seconds. */
final class ReportedRows implements RowStream {
    private static final Logger LOG = LoggerFactory.getLogger(ReportedRows.class);
    private static final long LOGGED_EVERY = TimeUnit.SECONDS.toNanos(10);

    private final RowStream rows;
    private final String connection;
    private final String verb;
    private final long estimatedRows;
    private final int every;
    private final Observer observer;
    private final Runnable atEnd;
    private long reportedRows;
    private long reportedBytes;
    private long logged = System.nanoTime();

    /**
     * @param estimatedRows -1 where nobody knows
     * @param every after how many rows an event is due
     * @param atEnd is done when all rows were read
     */
    ReportedRows(
            RowStream rows,
            String connection,
            String verb,
            long estimatedRows,
            int every,
            Observer observer,
            Runnable atEnd) {
        this.rows = rows;
        this.connection = connection;
        this.verb = verb;
        this.estimatedRows = estimatedRows;
        this.every = every;
        this.observer = observer;
        this.atEnd = atEnd;
    }

    @Override
    public boolean advance() {
        if (rows.position() - reportedRows >= every) {
            report();
        }
        boolean more = rows.advance();
        if (!more) {
            atEnd.run();
        }
        return more;
    }

    private void report() {
        long count = rows.position();
        long bytes = rows.bytes();
        PgEvent.Progress progress = new PgEvent.Progress(
                connection, verb, count - reportedRows, bytes - reportedBytes, count, bytes, estimatedRows);
        reportedRows = count;
        reportedBytes = bytes;
        observer.on(progress);
        long now = System.nanoTime();
        if (now - logged >= LOGGED_EVERY) {
            logged = now;
            LOG.info(
                    "pg:{} on connection '{}': {} rows so far, {} bytes{}",
                    verb,
                    connection,
                    count,
                    bytes,
                    estimatedRows < 0 ? "" : ", about " + Math.round(100 * progress.share()) + " %");
        }
    }

    /** How many of the rows have been told of. */
    long reportedRows() {
        return reportedRows;
    }

    @Override
    public Columns columns() {
        return rows.columns();
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
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public boolean truncated() {
        return rows.truncated();
    }

    @Override
    public void close() {
        rows.close();
    }
}
