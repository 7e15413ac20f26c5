package io.camelpg.connection;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Where HikariCP gets physical connections from; remembers the state of each, and the last failure to open one. Those that
 * are opened ahead and not needed stay as spares.
 */
final class PhysicalConnections implements DataSource {
    /** What a silent server takes of a call: a second for the cancel request, and then the socket is closed. */
    private static final long INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Whoever has borrowed a JDBC connection may keep it, whether its statement was cancelled or not. */
    private static final long LENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private record Failure(PgException exception, long nanos) {}

    private final ServerChoice servers;
    private final CredentialWatch credentials;
    private final ConnectionProfile profile;
    private final DeadlineWatch watch;
    private final SpareConnections spares;
    private final Consumer<SessionState> unneeded;
    private final Queue<BaseConnection> prepared = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean opening = new AtomicBoolean();
    /** By identity. A state holds its connection, so weak keys would keep both for ever; see {@link #remember}. */
    private final Map<BaseConnection, SessionState> states = new ConcurrentHashMap<>();

    private volatile @Nullable Failure failure;
    private volatile boolean isolationKnown;
    private volatile boolean closed;
    /** What HikariCP waits for when there was none. */
    private volatile @Nullable CompletableFuture<BaseConnection> awaited;

    /**
     * @param replaced called when connections of an older login are to be closed
     * @param lost called when all of them may have gone at once
     * @param unneeded gets what was opened for HikariCP when that had another one meanwhile, see {@link #leave}
     */
    PhysicalConnections(
            ConnectionProfile profile,
            BackgroundThreads threads,
            Runnable replaced,
            Runnable lost,
            Consumer<SessionState> unneeded) {
        this.profile = profile;
        this.unneeded = unneeded;
        this.servers = new ServerChoice(profile, replaced, lost);
        this.credentials = new CredentialWatch(profile, servers);
        this.watch = threads.deadlines();
        this.spares = new SpareConnections(
                threads.timer(), profile.pool().idleTimeout().toNanos(), this::close);
    }

    SpareConnections spares() {
        return spares;
    }

    /**
     * A connection for the next {@link #getConnection()}: a spare one, or one that is opened on the caller's thread and with
     * the caller's error.
     */
    SessionState prepare(long patienceNanos) {
        SessionState spare = spares.take();
        SessionState session = spare != null ? spare : open(patienceNanos);
        prepared.add(session.connection());
        handOver();
        return session;
    }

    /** What is prepared does not wait for what HikariCP waits for. */
    private void handOver() {
        CompletableFuture<BaseConnection> waiting = awaited;
        if (waiting == null || waiting.isDone()) {
            return;
        }
        synchronized (prepared) {
            BaseConnection ready = prepared.poll();
            if (ready != null && !waiting.complete(ready)) {
                prepared.add(ready);
            }
        }
    }

    /** The pool had no need for a prepared connection, because another one came back meanwhile. */
    void withdraw(SessionState session, boolean spare) {
        synchronized (prepared) {
            if (!prepared.remove(session.connection())) {
                return;
            }
        }
        leave(session, spare);
    }

    /** Nobody needs it now. */
    void leave(SessionState session, boolean spare) {
        if (spare) {
            spares.keep(session);
        } else {
            close(session);
        }
    }

    private void close(SessionState session) {
        watch.forget(session);
        session.connection().getQueryExecutor().close();
    }

    @Override
    public Connection getConnection() throws SQLException {
        BaseConnection connection = next();
        return isolationKnown ? connection : FirstConnection.of(connection, () -> isolationKnown = true);
    }

    private BaseConnection next() throws SQLException {
        BaseConnection ready = prepared.poll();
        if (ready != null) {
            return ready;
        }
        SessionState spare = spares.take();
        if (spare != null) {
            return spare.connection();
        }
        return firstOfAll();
    }

    /**
     * The first of what is opened now and of what others prepare meanwhile: HikariCP has a single thread that adds connections,
     * and a server that hangs would hold up all who have found another one.
     */
    private BaseConnection firstOfAll() throws SQLException {
        CompletableFuture<BaseConnection> first = new CompletableFuture<>();
        awaited = first;
        handOver();
        if (closed) {
            first.completeExceptionally(closedPool());
        }
        if (!first.isDone() && opening.compareAndSet(false, true)) {
            BackgroundThreads.asideOrHere(this::openAwaited, "camel-pg-open-" + profile.name());
        }
        try {
            return first.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PgException known
                    ? new SQLException(known.getMessage(), known.sqlState(), known)
                    : new SQLException("no connection could be opened", e);
        }
    }

    /** For whatever HikariCP waits for by then: one at a time, so that a server that hangs is not asked by more and more. */
    private void openAwaited() {
        SessionState session = null;
        Throwable failed = null;
        try {
            session = open(profile.pool().connectTimeout().toNanos());
        } catch (RuntimeException | Error e) {
            failed = e;
        }
        opening.set(false);
        CompletableFuture<BaseConnection> waiting = awaited;
        if (session == null) {
            if (waiting != null) {
                waiting.completeExceptionally(failed);
            }
        } else if (waiting == null || !waiting.complete(session.connection())) {
            unneeded.accept(session);
        }
    }

    /** One that is the caller's to close, and that the pool never sees. */
    BaseConnection openAside(long patienceNanos) {
        return servers.open(patienceNanos).connection();
    }

    /** As {@link ServerChoice#states}. */
    List<HostState> states(long patienceNanos) {
        return servers.states(patienceNanos);
    }

    /** As {@link ServerChoice#distrust}. */
    void distrust() {
        servers.distrust();
    }

    private SessionState open(long patienceNanos) {
        try {
            LoginAttempts.Opened opened = servers.open(patienceNanos);
            credentials.start();
            SessionState session = remember(opened.connection(), opened.generation());
            if (closed) {
                close(session);
                throw closedPool();
            }
            failure = null;
            return session;
        } catch (PgException e) {
            failure = new Failure(e, System.nanoTime());
            throw e;
        }
    }

    private PgException closedPool() {
        return new PgException(PgErrorCode.CONNECTION_CLOSED, "connection '" + profile.name() + "' is closed");
    }

    /** The last failure to open a connection, if it came after the given time and no success followed. */
    @Nullable
    PgException failureSince(long nanos) {
        Failure last = failure;
        return last != null && last.nanos() - nanos >= 0 ? last.exception() : null;
    }

    /** Each new connection pushes out those that have been closed, so there are never more than a pool's worth. */
    private SessionState remember(BaseConnection connection, long generation) {
        states.values().removeIf(SessionState::isClosed);
        SessionState state = new SessionState(connection, profile.session(), generation);
        states.put(connection, state);
        watch.watch(state);
        return state;
    }

    /** Of one that has been closed since the pool chose it, too. */
    SessionState stateOf(Connection pooled) throws SQLException {
        BaseConnection connection = pooled.unwrap(BaseConnection.class);
        SessionState state = states.get(connection);
        return state != null ? state : remember(connection, 0);
    }

    /** Whether its login has been replaced since it was opened. */
    boolean isOutdated(SessionState session) {
        return servers.isOutdated(session.loginGeneration());
    }

    /** Side by side: a server that does not answer is asked for a second. */
    void interrupt() {
        for (SessionState session : states.values()) {
            session.forbid();
            if (session.isArmed() || session.isLent()) {
                BackgroundThreads.asideOrHere(session::interrupt, "camel-pg-cancel");
            }
        }
        long start = System.nanoTime();
        while (isBusy(System.nanoTime() - start)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isBusy(long waited) {
        return waited < INTERRUPT_NANOS
                && states.values().stream()
                        .filter(session -> !session.isClosed())
                        .anyMatch(session -> session.isArmed() || (session.isLent() && waited < LENT_NANOS));
    }

    /** HikariCP has closed what it had; what is being opened is closed when it is there. */
    void close() {
        closed = true;
        CompletableFuture<BaseConnection> waiting = awaited;
        if (waiting != null) {
            waiting.completeExceptionally(closedPool());
        }
        credentials.close();
        spares.end();
        states.values().forEach(this::close);
        servers.close();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the profile's user connects");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // Logging goes through SLF4J.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The profile's connect-timeout holds.
    }

    /** What HikariCP asks for when it closes: how long it waits for a connection that is just being opened. */
    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logging goes through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
