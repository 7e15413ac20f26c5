package io.camelpg.connection;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we know of one physical connection between its uses. Used by one thread at a time (whoever holds the lease),
 * except for the deadline, which {@link DeadlineWatch} reads.
 */
public final class SessionState {
    private static final Logger LOG = LoggerFactory.getLogger(SessionState.class);
    /** What a session reports and a statement may have changed without the lexer seeing it, in a function for instance. */
    private static final String[] WATCHED = {
        "search_path",
        "TimeZone",
        "DateStyle",
        "IntervalStyle",
        "client_encoding",
        "session_authorization",
        "is_superuser",
        "application_name",
        "standard_conforming_strings",
        "default_transaction_read_only"
    };

    private final BaseConnection connection;
    private final SessionSettings settings;
    private final @Nullable String[] initial = new @Nullable String[WATCHED.length];
    private final int serverVersion;
    private final long loginGeneration;
    private long beganNanos = System.nanoTime();
    private long lastUsedNanos = beganNanos;
    private long fastestNanos = Long.MAX_VALUE;
    private long statementTimeoutMillis;
    private @Nullable Object statements;

    private final ReentrantLock watching = new ReentrantLock();
    private volatile long deadlineNanos;
    private volatile CallStage stage = CallStage.IDLE;
    private volatile boolean interrupted;
    private volatile boolean lent;

    enum CallStage {
        IDLE,
        RUNNING,
        CANCELLED,
        ABORTED
    }

    SessionState(BaseConnection connection, SessionSettings settings, long loginGeneration) {
        this.loginGeneration = loginGeneration;
        this.connection = connection;
        this.settings = settings;
        this.statementTimeoutMillis =
                settings.ofTransactions() ? -1 : settings.statementTimeout().toMillis();
        this.serverVersion = connection.getQueryExecutor().getServerVersionNum();
        Map<String, String> statuses = connection.getParameterStatuses();
        for (int i = 0; i < WATCHED.length; i++) {
            initial[i] = statuses.get(WATCHED[i]);
        }
    }

    public BaseConnection connection() {
        return connection;
    }

    public SessionSettings settings() {
        return settings;
    }

    /** As {@code server_version_num}: 180006 is 18.6. */
    public int serverVersion() {
        return serverVersion;
    }

    /** Where the session is. */
    public Server server() {
        return Server.of(connection);
    }

    /** How often logins had been replaced when the connection was opened. */
    long loginGeneration() {
        return loginGeneration;
    }

    /** The session's {@code statement_timeout} as last set by us; 0 is none. */
    public long statementTimeoutMillis() {
        return statementTimeoutMillis;
    }

    public void statementTimeoutMillis(long millis) {
        statementTimeoutMillis = millis;
    }

    /** Whether every transaction of this session is read-only unless it says otherwise; reported since PostgreSQL 14. */
    public boolean readOnlyByDefault() {
        return "on".equals(connection.getParameterStatus("default_transaction_read_only"));
    }

    /** Prepared statements of this connection, kept for the room that knows what they are. */
    public @Nullable Object statements() {
        return statements;
    }

    public void statements(Object statements) {
        this.statements = statements;
    }

    boolean inTransaction() {
        return connection.getTransactionState() != TransactionState.IDLE;
    }

    /** What a pooler reports is of one server now, and of another one next time. */
    boolean reportsChange() {
        if (settings.ofTransactions()) {
            return false;
        }
        for (int i = 0; i < WATCHED.length; i++) {
            if (!Objects.equals(initial[i], connection.getParameterStatus(WATCHED[i]))) {
                return true;
            }
        }
        return false;
    }

    boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Asks the server; for at most a second. */
    boolean isAlive() {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** How long the fastest call took, so that a round trip takes no longer; 0 where there was none. */
    public long fastestNanos() {
        return fastestNanos == Long.MAX_VALUE ? 0 : fastestNanos;
    }

    /** The last call was answered, so the connection lived when that call began. */
    void used() {
        lastUsedNanos = beganNanos;
    }

    void arm(long deadlineNanos) {
        this.beganNanos = System.nanoTime();
        this.deadlineNanos = deadlineNanos;
        this.stage = CallStage.RUNNING;
        if (interrupted) {
            // between the look at it and here
            this.deadlineNanos = beganNanos;
        }
    }

    /** Ends the watched call, waiting for a cancel request that is under way, and tells how far the watch had gone. */
    CallStage disarm() {
        watching.lock();
        try {
            CallStage reached = stage;
            stage = CallStage.IDLE;
            if (reached == CallStage.RUNNING) {
                fastestNanos = Math.min(fastestNanos, System.nanoTime() - beganNanos);
            }
            return reached;
        } finally {
            watching.unlock();
        }
    }

    /**
     * One look of the watch. It never waits, not for the network either (closing an encrypted socket does), because there are
     * other sessions to look at; where no thread can be had for that, the next look tries again.
     */
    void look(long now, long cancelAfterNanos, long abortAfterNanos) {
        if (stage == CallStage.RUNNING && now - deadlineNanos > cancelAfterNanos) {
            BackgroundThreads.aside(() -> cancel(cancelAfterNanos), "camel-pg-cancel");
        } else if (stage == CallStage.CANCELLED && now - deadlineNanos > abortAfterNanos) {
            BackgroundThreads.aside(this::abort, "camel-pg-abort");
        }
    }

    private void abort() {
        if (!watching.tryLock()) {
            return;
        }
        try {
            if (stage == CallStage.CANCELLED) {
                stage = CallStage.ABORTED;
                connection.getQueryExecutor().abort();
            }
        } finally {
            watching.unlock();
        }
    }

    /** Whether its calls were ended from outside. */
    public boolean interrupted() {
        return interrupted;
    }

    /** Ends the call that is under way, if there is one, before its deadline; none is to begin later. */
    public void interrupt() {
        interrupted = true;
        if (stage == CallStage.RUNNING) {
            deadlineNanos = System.nanoTime();
            cancel(-1);
        } else if (lent && stage == CallStage.IDLE) {
            cancelLent();
        }
    }

    /** No call is to begin any more. */
    void forbid() {
        interrupted = true;
    }

    /** Whether somebody has it as a JDBC connection, whose calls are not seen here. */
    boolean isLent() {
        return lent;
    }

    void lent(boolean lent) {
        this.lent = lent;
    }

    private void cancelLent() {
        try {
            connection.getQueryExecutor().sendQueryCancel();
        } catch (SQLException e) {
            LOG.debug("The cancel request could not be delivered; the connection will be closed", e);
        }
    }

    /** Holding the lock while the request is sent keeps it from hitting a later call of the same connection. */
    private void cancel(long cancelAfterNanos) {
        if (!watching.tryLock()) {
            return;
        }
        try {
            if (stage == CallStage.RUNNING && System.nanoTime() - deadlineNanos > cancelAfterNanos) {
                stage = CallStage.CANCELLED;
                connection.getQueryExecutor().sendQueryCancel();
                if (interrupted) {
                    // the server has it: a busy one gets the whole time to follow it
                    deadlineNanos = System.nanoTime();
                }
            }
        } catch (SQLException e) {
            LOG.debug("The cancel request could not be delivered; the connection will be closed", e);
        } finally {
            watching.unlock();
        }
    }

    boolean isArmed() {
        return stage == CallStage.RUNNING || stage == CallStage.CANCELLED;
    }
}
