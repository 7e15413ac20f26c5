package io.camelpg.operation.extract.claim;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Planned;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.TransactionScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row that is locked, in the transaction that locked it. It ends with {@link #done}, {@link #failed} or {@link #release}.
 * Not thread-safe, but for its scope.
 */
public final class ClaimedRow {
    static final String SAVEPOINT = "camel_pg_claim";
    private static final Logger LOG = LoggerFactory.getLogger(ClaimedRow.class);

    /** How long to wait for a row that somebody else has by now, to count an attempt whose transaction is gone. */
    private static final long RECORD_MILLIS = 5000;

    private final ClaimQueue queue;
    private final ClaimSql sql;
    private final TransactionScope scope;
    private final Sessions within;
    private final Sessions alone;
    private final RowStream rows;
    private final Runnable otherNow;
    private final List<String> key = new ArrayList<>();
    private final long failed;

    /**
     * @param rows at the row
     * @param otherNow runs where the table may not be what it was
     */
    ClaimedRow(
            ClaimQueue queue,
            ClaimSql sql,
            TransactionScope scope,
            Sessions within,
            Sessions alone,
            RowStream rows,
            Runnable otherNow) {
        this.queue = queue;
        this.sql = sql;
        this.scope = scope;
        this.within = within;
        this.alone = alone;
        this.otherNow = otherNow;
        RowDecoder decoder = new RowDecoder(rows, true);
        int visible = rows.columns().size() - sql.behind();
        for (int i = visible; i < rows.columns().size() - 1; i++) {
            key.add(String.valueOf(decoder.value(i)));
        }
        this.failed = decoder.value(rows.columns().size() - 1) instanceof Long attempts ? attempts : 0;
        this.rows = new LeadingColumns(rows, visible);
    }

    /** The row alone, which is the current one. */
    public RowStream rows() {
        return rows;
    }

    /** Its transaction, for whatever is to be kept only if the row is done. */
    public TransactionScope scope() {
        return scope;
    }

    /** The number of this attempt, from 1, where a column counts them; else 1. */
    public long attempt() {
        return failed + 1;
    }

    /**
     * The row is done, and with it what was written in its transaction.
     *
     * @throws PgException where nothing of it is kept, or nobody knows (PG-404): then {@link #failed} comes next
     */
    public void done() {
        RowStatement statement = sql.done();
        @Nullable Object[] values = statement.bound(key, Map.of());
        long marked;
        try (Session session = within.open(deadline())) {
            marked = Planned.run(session, statement.template(), plan -> session.within(plan, values)
                    .updateCount());
        } catch (PgException e) {
            noteOtherNow(e);
            throw e;
        }
        if (marked != 1) {
            throw new PgException(
                    PgErrorCode.UPDATE_COUNT,
                    "the claimed row of " + queue.plan().table()
                            + " could not be marked as done, and what was written with" + " it is undone: " + marked
                            + " rows were there instead of 1",
                    null,
                    "A step of the route deleted the row or changed its key, or a trigger or policy keeps it from being"
                            + " changed",
                    null);
        }
        scope.commit();
    }

    /** Such as a key whose type was widened, which the next claim has to look up again. */
    private void noteOtherNow(PgException failure) {
        String state = failure.sqlState();
        if (state != null && (state.startsWith("22") || state.startsWith("42"))) {
            otherNow.run();
        }
    }

    /**
     * The attempt failed: what was written in the transaction is undone, and the failure recorded, in the same transaction as
     * long as there is one. Where the connection is gone the server has let the row go; the attempt is then counted in a
     * transaction of its own, unless somebody else has done or counted something since.
     *
     * @param reason as {@link Reason} has it
     * @return RELEASED where nothing could be recorded; that is logged
     */
    public Fate failed(String reason) {
        boolean last = queue.plan().isLast(attempt());
        RowStatement lastTime = last ? sql.setAside() : null;
        RowStatement statement = lastTime == null ? sql.retry() : lastTime;
        double delay = queue.plan().retryDelay().after(attempt(), ThreadLocalRandom.current()::nextDouble);
        @Nullable
        Object[] values = statement.bound(
                key, Map.of(RowValue.ATTEMPTS, failed, RowValue.DELAY_MILLIS, delay, RowValue.REASON, reason));
        Fate fate = lastTime == null ? Fate.RETRIED : Fate.SET_ASIDE;
        try {
            boolean recorded = recordedWithin(statement, values) || recordedAlone(statement, values);
            return recorded ? fate : Fate.RELEASED;
        } catch (PgException e) {
            noteOtherNow(e);
            LOG.warn(
                    "pg:extract:{}: attempt {} of a row failed, and that could not be recorded, so that it is not counted: {}",
                    queue.plan().table(),
                    attempt(),
                    e.getMessage());
            return Fate.RELEASED;
        } finally {
            release();
        }
    }

    private boolean recordedWithin(RowStatement statement, @Nullable Object[] values) {
        try {
            if (scope.ended() || !scope.rollbackTo(SAVEPOINT, deadline())) {
                return false;
            }
            long updated;
            try (Session session = within.open(deadline())) {
                updated = Planned.run(session, statement.template(), plan -> session.within(plan, values)
                        .updateCount());
            }
            scope.commit();
            return updated == 1;
        } catch (PgException e) {
            LOG.debug("A failed attempt could not be recorded in its own transaction", e);
            return false;
        } finally {
            release();
        }
    }

    private boolean recordedAlone(RowStatement statement, @Nullable Object[] values) {
        Deadline deadline = Deadline.after(Math.min(queue.plan().timeoutMillis(), RECORD_MILLIS));
        try (Session session = alone.open(deadline)) {
            return Planned.run(session, statement.template(), plan -> session.write(plan, values))
                            .updateCount()
                    == 1;
        }
    }

    /** The row is as it was, for anybody to claim; what was written in its transaction is undone. */
    public void release() {
        if (!scope.ended()) {
            scope.rollback();
        }
    }

    private Deadline deadline() {
        return Deadline.after(queue.plan().timeoutMillis());
    }
}
