package io.camelpg.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every event as one line of {@code key=value} at debug level, in the category {@code io.camelpg.event}. */
public final class LogObserver implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger("io.camelpg.event");

    @Override
    public void on(PgEvent event) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        if (event instanceof PgEvent.CallEnded call) {
            LOG.debug(
                    "event=call connection={} operation={} duration_ms={} rows={} updated={} code={}",
                    call.connection(),
                    call.operation(),
                    call.durationNanos() / 1e6,
                    call.rows(),
                    call.updated(),
                    call.failure() == null ? "ok" : call.failure().code());
        } else if (event instanceof PgEvent.StreamEnded stream) {
            LOG.debug(
                    "event=stream connection={} operation={} rows={}",
                    stream.connection(),
                    stream.operation(),
                    stream.rows());
        } else if (event instanceof PgEvent.SchemaChanged changed) {
            LOG.debug(
                    "event=schema connection={} operation={} change={} table={} column={}",
                    changed.connection(),
                    changed.operation(),
                    changed.change(),
                    changed.table(),
                    changed.column());
        } else if (event instanceof PgEvent.Notified notified) {
            LOG.debug(
                    "event=notification connection={} operation={} dropped={}",
                    notified.connection(),
                    notified.operation(),
                    notified.dropped());
        } else if (event instanceof PgEvent.RowEnded row) {
            LOG.debug(
                    "event=row connection={} operation={} table={} fate={}",
                    row.connection(),
                    row.operation(),
                    row.table(),
                    row.fate());
        } else if (event instanceof PgEvent.Progress progress) {
            LOG.debug(
                    "event=progress connection={} operation={} rows={} bytes={} estimated={}",
                    progress.connection(),
                    progress.operation(),
                    progress.totalRows(),
                    progress.totalBytes(),
                    progress.estimatedRows());
        }
    }
}
