package io.camelpg.session;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replica of a database, where queries go as long as it can be reached. Where it cannot, they go to the primary, those
 * included that found out, and somebody looks after it beside them: at once, then at growing intervals. Thread-safe.
 */
public final class ReadReplica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadReplica.class);

    /** There is another one to ask, so nobody waits for long until this one accepts a connection. */
    private static final long LONGEST_OPEN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** It is not there, or not for us: whatever the reason, the primary may be. */
    private static final Set<PgErrorCode> AWAY = EnumSet.of(
            PgErrorCode.CONNECTION_REFUSED,
            PgErrorCode.UNKNOWN_HOST,
            PgErrorCode.CONNECT_TIMEOUT,
            PgErrorCode.AUTHENTICATION_FAILED,
            PgErrorCode.NO_SUCH_DATABASE,
            PgErrorCode.TOO_MANY_CONNECTIONS,
            PgErrorCode.TLS_FAILED,
            PgErrorCode.CONNECTION_LOST,
            PgErrorCode.SERVER_UNAVAILABLE,
            PgErrorCode.CONNECTION_FAILED,
            PgErrorCode.TUNNEL_FAILED,
            PgErrorCode.TUNNEL_REFUSED,
            PgErrorCode.CREDENTIALS_UNAVAILABLE,
            PgErrorCode.NO_USABLE_HOST);

    /**
     * Of a statement that stood in the way of what came from the primary ("Handling Query Conflicts" in PostgreSQL's
     * documentation of hot standby): reading alone, it can have met nobody else.
     */
    private static final Set<String> CONFLICT = Set.of("40001", "40P01");

    /** What a standby refuses and a read-only transaction of a primary does not, and what it may not have yet. */
    private static final Set<String> REFUSED = Set.of("0A000", "55000");

    private static final Set<String> MISSING = Set.of("42P01", "42703", "42883", "42704", "3F000");

    private static final StatementPlan PING = StatementPlan.system("SELECT 1");

    private final String primary;
    private final Database database;
    private final Sessions plain;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean away;
    private volatile long nextLookNanos;
    private volatile long pauseNanos;

    /** @param primary the name of the connection whose queries these are */
    ReadReplica(String primary, Database database) {
        this.primary = primary;
        this.database = database;
        this.plain = sessions(null);
    }

    /** What its pool is called in logs and metrics. */
    public String name() {
        return database.pool().profile().name();
    }

    /** The replica itself. */
    public Database database() {
        return database;
    }

    /** Whether queries go there now. */
    public boolean isInUse() {
        return !away;
    }

    /** Opens a connection, so that what is wrong with it is known before the first query. */
    public void open() {
        long patience = database.pool().profile().pool().connectTimeout().toMillis();
        try {
            plain.open(Deadline.after(patience)).close();
        } catch (PgException e) {
            if (isOfReplica(e)) {
                leave(e);
            }
        }
    }

    /** As {@link Sessions#reading}. */
    <T> T read(
            Sessions primarySessions,
            @Nullable MessageSettings settings,
            Deadline deadline,
            Function<Sessions, T> work) {
        if (away) {
            lookAgain();
            return work.apply(primarySessions);
        }
        PgException failure;
        try {
            return work.apply(settings == null ? plain : sessions(settings));
        } catch (PgException e) {
            failure = e;
        }
        if (!isOfReplica(failure)) {
            throw explained(failure);
        }
        if (!isConflict(failure)) {
            leave(failure);
        }
        if (deadline.isOver()) {
            throw failure;
        }
        try {
            return work.apply(primarySessions);
        } catch (PgException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    /** Whether the primary may give what the replica could not. */
    public static boolean isOfReplica(PgException failure) {
        return AWAY.contains(failure.errorCode()) || isConflict(failure);
    }

    private static boolean isConflict(PgException failure) {
        String sqlState = failure.sqlState();
        return sqlState != null && CONFLICT.contains(sqlState);
    }

    /** With a hint where the replica is the reason. */
    public static PgException explained(PgException failure) {
        String sqlState = failure.sqlState();
        String hint;
        if (failure.errorCode() == PgErrorCode.RECOVERY_READ_ONLY || (sqlState != null && REFUSED.contains(sqlState))) {
            hint =
                    "The replica (read-host) ran it. What only the primary can do needs a transacted scope, or a connection"
                            + " without read-host";
        } else if (sqlState != null && MISSING.contains(sqlState)) {
            hint = failure.hint()
                    + ". The replica (read-host) was asked, and may not have yet what is new on the primary";
        } else {
            return failure;
        }
        return new PgException(failure.errorCode(), failure.detail(), sqlState, hint, failure.getCause());
    }

    private Sessions sessions(@Nullable MessageSettings settings) {
        return new Sessions() {
            @Override
            public Session open(Deadline deadline) {
                return database.open(deadline, settings, patience(deadline));
            }

            @Override
            public @Nullable Session openIfFree(Deadline deadline) {
                return settings == null ? database.openIfFree(deadline, patience(deadline)) : null;
            }

            private long patience(Deadline deadline) {
                return Math.min(LONGEST_OPEN_NANOS, (deadline.nanos() - System.nanoTime()) / 2);
            }

            @Override
            public Database database() {
                return database;
            }

            @Override
            public boolean joined() {
                return false;
            }
        };
    }

    private synchronized void leave(PgException reason) {
        if (!away) {
            pauseNanos = FIRST_PAUSE_NANOS;
            nextLookNanos = System.nanoTime();
            away = true;
            LOG.warn(
                    "connection '{}': queries go to the primary from now on, the replica cannot be used: {}",
                    primary,
                    reason.getMessage());
        }
    }

    private synchronized void comeBack() {
        away = false;
        LOG.info("connection '{}': queries go to the replica again", primary);
    }

    private void lookAgain() {
        if (System.nanoTime() - nextLookNanos >= 0
                && looking.compareAndSet(false, true)
                && !BackgroundThreads.aside(this::look, "camel-pg-replica-" + primary)) {
            looking.set(false);
        }
    }

    private void look() {
        long patience = database.pool().profile().pool().connectTimeout().toMillis();
        try (Session session = database.open(Deadline.after(patience))) {
            session.rows(PING);
            comeBack();
        } catch (PgException e) {
            LOG.debug("connection '{}': the replica cannot be used yet: {}", primary, e.getMessage());
        } finally {
            nextLookNanos = System.nanoTime() + pauseNanos;
            pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
            looking.set(false);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
