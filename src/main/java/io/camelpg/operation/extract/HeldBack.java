package io.camelpg.operation.extract;

import io.camelpg.sql.TableName;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when a transaction keeps what others commit from being read, every five minutes. Thread-safe. */
final class HeldBack {
    private static final Logger LOG = LoggerFactory.getLogger(HeldBack.class);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private long settled = -1;
    private long since;
    private long told;

    /**
     * Told of each run.
     *
     * @param now on the scale of {@link System#nanoTime()}
     * @return whether something was said
     */
    synchronized boolean note(TableName table, RunState state, long now) {
        boolean waiting = state.settled() < state.reference();
        if (!waiting || state.settled() != settled) {
            settled = waiting ? state.settled() : -1;
            since = now;
            told = now;
            return false;
        }
        if (now - told < PATIENCE) {
            return false;
        }
        told = now;
        LOG.warn(
                "pg:extract:{} waits for transaction {}, which has been open for more than {} minutes: what others wrote"
                        + " since is not read before it ends (see pg_stat_activity.backend_xid, pg_prepared_xacts)",
                table,
                state.settled(),
                TimeUnit.NANOSECONDS.toMinutes(now - since));
        return true;
    }
}
