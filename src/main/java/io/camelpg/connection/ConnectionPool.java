package io.camelpg.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The pool of one connection profile: HikariCP behind leases. A semaphore in front keeps the caller's own deadline and
 * makes exhaustion an error of its own; a failure to connect is reported to the caller that met it at once instead of
 * after the pool's timeout. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
    /** How long HikariCP may look for a connection before we look at the reason. */
    private static final long LOOK_MILLIS = 1000;

    private final ConnectionProfile profile;
    private final PhysicalConnections physical;
    private final BackgroundThreads threads;
    private final DeadlineWatch watch;
    private final HikariDataSource hikari;
    private final Admission admission;
    private final AtomicInteger leases = new AtomicInteger();
    private final Object spareLock = new Object();
    private volatile boolean closed;
    private volatile boolean ending;
    private volatile long suspectSinceNanos = System.nanoTime() - 1;
    private volatile boolean suspect;

    /** Opens nothing yet. */
    public ConnectionPool(ConnectionProfile profile) {
        this(profile, null);
    }

    /**
     * Opens nothing yet.
     *
     * @param budget that it shares with other pools; null for none
     */
    public ConnectionPool(ConnectionProfile profile, @Nullable ConnectionBudget budget) {
        this.profile = profile;
        this.threads = BackgroundThreads.acquire();
        this.watch = threads.deadlines();
        this.physical = new PhysicalConnections(profile, threads, this::retire, this::suspectOthers, this::unneeded);
        int most = profile.pool().maxConnections();
        this.admission = budget == null ? new OwnAdmission(most) : new BudgetShare(budget, most, this::shed);
        HikariConfig config = new HikariConfig();
        config.setPoolName("camel-pg-" + profile.name());
        config.setDataSource(physical);
        config.setMaximumPoolSize(profile.pool().maxConnections());
        config.setMinimumIdle(0);
        config.setIdleTimeout(profile.pool().idleTimeout().toMillis());
        config.setConnectionTimeout(LOOK_MILLIS);
        config.setValidationTimeout(LOOK_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setScheduledExecutor(threads.timer());
        this.hikari = new HikariDataSource(config);
    }

    public ConnectionProfile profile() {
        return profile;
    }

    /** Connections in use now. */
    public int active() {
        return admission.holding();
    }

    /** Physical connections open now, in use or idle. */
    public int total() {
        return hikari.getHikariPoolMXBean().getTotalConnections()
                + physical.spares().count();
    }

    /** Callers waiting for a connection now. */
    public int waiting() {
        return admission.waiting();
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * Borrows a connection, waiting at most until the deadline and never longer than connect-timeout.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime()}
     * @throws PgException PG-007 when all are in use, PG-0nn when none can be opened
     */
    public Lease lease(long deadlineNanos) {
        return lease(deadlineNanos, Long.MAX_VALUE);
    }

    /**
     * As {@link #lease(long)}, where opening a connection may not take all of that time.
     *
     * @param openNanos how long it may take, once there is room for one
     */
    public Lease lease(long deadlineNanos, long openNanos) {
        long start = System.nanoTime();
        long latest =
                Math.min(deadlineNanos - start, profile.pool().connectTimeout().toNanos());
        if (ending) {
            throw closedPool();
        }
        admit(latest);
        long most = openNanos == Long.MAX_VALUE ? latest : Math.min(latest, System.nanoTime() - start + openNanos);
        return admitted(start, most);
    }

    private Lease admitted(long start, long patience) {
        boolean handedOver = false;
        try {
            Lease lease = open(start, patience);
            handedOver = true;
            return lease;
        } finally {
            if (handedOver) {
                leases.incrementAndGet();
            } else {
                admission.leave().complete();
            }
        }
    }

    /**
     * As {@link #lease(long, long)}, but null where others have all connections or wait for one.
     *
     * @param openNanos how long it may take to open one
     */
    public @Nullable Lease leaseIfFree(long deadlineNanos, long openNanos) {
        long start = System.nanoTime();
        long latest =
                Math.min(deadlineNanos - start, profile.pool().connectTimeout().toNanos());
        if (ending || waiting() > 0 || !entersAtOnce()) {
            return null;
        }
        return admitted(start, Math.min(latest, openNanos));
    }

    private boolean entersAtOnce() {
        try {
            return admission.enter(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void admit(long nanos) {
        String how = "no connection became free within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
        try {
            if (admission.enter(nanos)) {
                if (ending) {
                    admission.leave().complete();
                    throw closedPool();
                }
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            how = "interrupted while waiting for a free connection";
        }
        if (ending) {
            throw closedPool();
        }
        throw new PgException(
                PgErrorCode.POOL_EXHAUSTED,
                "connection '" + profile.name() + "': " + how + " (max "
                        + profile.pool().maxConnections() + ", in use " + active() + ", waiting " + waiting() + ")");
    }

    private Lease open(long start, long patience) {
        while (true) {
            long left = patience - (System.nanoTime() - start);
            // Whoever finds no idle connection opens one: a wrong password is then known in one attempt, to its caller.
            SessionState prepared = left > 0 && idle() == 0 ? physical.prepare(left) : null;
            boolean served = false;
            try {
                Connection pooled = hikari.getConnection();
                SessionState session = physical.stateOf(pooled);
                served = true;
                if (ending) {
                    hikari.evictConnection(pooled);
                    throw closedPool();
                }
                if (isFit(session)) {
                    return new Lease(this, pooled, session);
                }
                hikari.evictConnection(pooled);
                pooled.close();
            } catch (SQLTransientConnectionException e) {
                PgException cause = physical.failureSince(start);
                if (cause != null) {
                    throw cause;
                }
                if (System.nanoTime() - start >= patience) {
                    throw new PgException(
                            PgErrorCode.CONNECT_TIMEOUT,
                            "connection '" + profile.name() + "' to " + profile.address() + ": no connection within "
                                    + TimeUnit.NANOSECONDS.toMillis(patience) + " ms");
                }
            } catch (SQLException e) {
                throw ending ? closedPool() : SqlStates.translate(e);
            } finally {
                if (prepared != null) {
                    withdraw(prepared, served);
                }
            }
        }
    }

    /** Whoever got another one holds the place of one connection, and that one's place may be free for this. */
    private void withdraw(SessionState prepared, boolean served) {
        synchronized (spareLock) {
            physical.withdraw(prepared, served && isRoom());
        }
    }

    private void unneeded(SessionState session) {
        synchronized (spareLock) {
            physical.leave(session, isRoom());
        }
    }

    private boolean isRoom() {
        return !closed && !admission.isTooMany(idle() + physical.spares().count() + 1);
    }

    /**
     * Opens a connection beside the pool, as the pool would, asks the server about itself, and closes it.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime()}; connect-timeout holds as well
     * @throws PgException PG-0nn if none can be opened, or the server's error
     */
    public ServerFacts probe(long deadlineNanos) {
        long start = System.nanoTime();
        long patience =
                Math.min(deadlineNanos - start, profile.pool().connectTimeout().toNanos());
        BaseConnection connection = physical.openAside(patience);
        try {
            long opened = System.nanoTime();
            int left = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - opened));
            connection.setNetworkTimeout(Runnable::run, left);
            return ServerFacts.of(connection, profile.session(), opened - start);
        } catch (SQLException e) {
            throw SqlStates.translate(e);
        } finally {
            connection.getQueryExecutor().close();
        }
    }

    /**
     * Opens a connection that the pool neither counts nor closes, as the pool would. It starts like all others, with
     * transactions that only read.
     *
     * @param purpose behind the application's name in pg_stat_activity
     * @param deadlineNanos on the scale of {@link System#nanoTime()}; connect-timeout holds as well
     * @throws PgException PG-0nn if none can be opened
     */
    public OwnConnection openOwn(String purpose, long deadlineNanos) {
        if (closed) {
            throw closedPool();
        }
        long patience = Math.min(
                deadlineNanos - System.nanoTime(),
                profile.pool().connectTimeout().toNanos());
        return OwnConnection.of(physical.openAside(patience), profile, purpose, patience);
    }

    /** How each of several servers answers now, on connections beside the pool. */
    public List<HostState> states(long deadlineNanos) {
        return physical.states(Math.min(
                deadlineNanos - System.nanoTime(),
                profile.pool().connectTimeout().toNanos()));
    }

    private PgException closedPool() {
        return new PgException(PgErrorCode.CONNECTION_CLOSED, "connection '" + profile.name() + "' is closed");
    }

    private int idle() {
        return hikari.getHikariPoolMXBean().getIdleConnections();
    }

    private boolean isFit(SessionState session) {
        if (session.isClosed() || physical.isOutdated(session)) {
            return false;
        }
        return !suspect || session.lastUsedNanos() - suspectSinceNanos > 0 || session.isAlive();
    }

    /** Called when a connection died in use: the others may have died with it and are looked at before their next use. */
    void suspectOthers() {
        suspectSinceNanos = System.nanoTime();
        suspect = true;
    }

    /** Called when a server that was taken for the primary is a standby, as behind a proxy that has turned to another. */
    void leaveStandby() {
        physical.distrust();
        retire();
    }

    void arm(SessionState session, long deadlineNanos) {
        watch.arm(session, deadlineNanos);
    }

    /** Gives a connection back to HikariCP, or closes it. */
    void giveBack(Connection pooled, SessionState session, boolean reusable) {
        Admission.Departure departure = admission.leave();
        try {
            if (reusable && departure.stays()) {
                session.used();
            } else {
                if (reusable) {
                    session.connection().getQueryExecutor().close();
                }
                watch.forget(session);
                hikari.evictConnection(pooled);
            }
            pooled.close();
        } catch (SQLException e) {
            hikari.evictConnection(pooled);
        } finally {
            leases.decrementAndGet();
            departure.complete();
        }
    }

    /** Closes idle connections whose place another pool has taken. */
    private void shed() {
        while (admission instanceof BudgetShare share
                && !closed
                && share.isTooMany(idle() + physical.spares().count())) {
            if (physical.spares().closeOne()) {
                continue;
            }
            if (idle() == 0) {
                return;
            }
            try {
                Connection pooled = hikari.getConnection();
                SessionState session = physical.stateOf(pooled);
                watch.forget(session);
                session.connection().getQueryExecutor().close();
                hikari.evictConnection(pooled);
                pooled.close();
            } catch (SQLException e) {
                // Somebody else has taken it, and whoever gives it back sees whose place it is.
                return;
            }
        }
    }

    /** Whether nobody has a connection of this pool. */
    public boolean isUnused() {
        return leases.get() == 0;
    }

    /** What is idle is closed, and what is in use when it comes back; whoever has the pool at hand can still borrow. */
    public void retire() {
        physical.spares().closeAll();
        hikari.getHikariPoolMXBean().softEvictConnections();
    }

    /** Whether it has been closed or is about to be: nobody borrows from it any more. */
    public boolean isEnding() {
        return ending;
    }

    /**
     * Calls that are under way end, on the server, too, and no more begin: the pool is to be closed. It takes a connection to
     * the server for each of them. Returns when they have ended, or after some seconds where the server does not answer.
     */
    public void interrupt() {
        ending = true;
        physical.interrupt();
    }

    /** Closes all connections: a call that is still under way fails. */
    @Override
    public void close() {
        synchronized (threads) {
            if (closed) {
                return;
            }
            closed = true;
            ending = true;
        }
        admission.close();
        hikari.close();
        physical.close();
        threads.release();
    }

    @Override
    public String toString() {
        return "connection '" + profile.name() + "' (" + profile.address() + ")";
    }
}
