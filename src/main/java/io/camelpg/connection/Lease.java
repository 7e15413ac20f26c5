package io.camelpg.connection;

import io.camelpg.connection.SessionState.CallStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A borrowed connection. {@link #close()} gives it back as it was: an open transaction is rolled back, a changed session
 * reset, a broken connection thrown away. Not thread-safe, except that close may be called by another thread once nobody
 * uses the lease any more; only the first call counts.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** Cleaning takes a round trip or two; longer than this, and the connection is closed instead. */
    private static final long CLEANING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ConnectionPool pool;
    private final Connection pooled;
    private final SessionState session;
    private boolean changed;
    private boolean broken;
    private boolean closed;

    Lease(ConnectionPool pool, Connection pooled, SessionState session) {
        this.pool = pool;
        this.pooled = pooled;
        this.session = session;
    }

    public SessionState session() {
        return session;
    }

    public BaseConnection connection() {
        return session.connection();
    }

    public ConnectionPool pool() {
        return pool;
    }

    /** HikariCP's proxy, for those who need a plain JDBC connection. */
    Connection pooled() {
        return pooled;
    }

    /** Starts to watch a call. */
    public void begin(long deadlineNanos) {
        pool.arm(session, deadlineNanos);
    }

    /**
     * Ends the watched call.
     *
     * @return whether the call was ended by our own cancel request or by closing the socket
     */
    public boolean end() {
        CallStage reached = session.disarm();
        boolean interrupted = reached == CallStage.CANCELLED || reached == CallStage.ABORTED;
        if (interrupted) {
            // A cancel request that came too late could still hit the next statement of this connection.
            broken = true;
        }
        return interrupted;
    }

    /** The session was changed in a way that must not reach the next borrower. */
    public void markChanged() {
        changed = true;
    }

    /** The connection cannot be used any more. */
    public void markBroken() {
        broken = true;
    }

    /** As {@link #markBroken()}, and the server may have gone with it. */
    public void markLost() {
        broken = true;
        pool.suspectOthers();
    }

    /** The server turned out to be a standby: where there are others, it is left, by all connections. */
    public void markStandby() {
        if (pool.profile().servers().target() == TargetSession.PRIMARY) {
            broken = true;
            pool.leaveStandby();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.giveBack(pooled, session, !broken && !session.interrupted() && !session.isClosed() && cleaned());
        }
    }

    private boolean cleaned() {
        SessionSettings settings = pool.profile().session();
        boolean reset = !settings.ofTransactions()
                && (changed || settings.reset() == ResetPolicy.ALWAYS || session.reportsChange());
        if (!reset && !session.inTransaction()) {
            return true;
        }
        boolean done = false;
        begin(System.nanoTime() + CLEANING_NANOS);
        try {
            clean(reset);
            done = true;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("{}: a connection could not be cleaned and is closed", pool, e);
        }
        return !end() && done;
    }

    private void clean(boolean reset) throws SQLException {
        if (session.inTransaction()) {
            session.connection().execSQLUpdate("ROLLBACK");
            // It took along what the transaction had set.
            session.statementTimeoutMillis(-1);
        }
        // The rollback may have brought back what the transaction had changed, or what it had put right.
        if (reset || session.reportsChange()) {
            session.connection().execSQLUpdate("DISCARD ALL");
            session.statementTimeoutMillis(
                    pool.profile().session().statementTimeout().toMillis());
        }
    }
}
