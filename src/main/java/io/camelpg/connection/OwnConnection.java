package io.camelpg.connection;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.SqlStates;
import java.net.SocketTimeoutException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.core.BaseConnection;

/**
 * A connection beside the pool that somebody keeps, for what lives as long as a session does: LISTEN, session-level
 * locks. It is closed by whoever has it, and after any exception. Used by one thread at a time, but for {@link #abort()}.
 */
public final class OwnConnection implements AutoCloseable {
    private static final String READ_ONLY_TRANSACTION = "25006";

    private final BaseConnection connection;
    private final String where;
    private final int pid;
    /** What ended it, told when everything before has been. */
    private @Nullable PgException ended;

    private OwnConnection(BaseConnection connection, String where) {
        this.connection = connection;
        this.where = where;
        this.pid = connection.getBackendPID();
    }

    /** Why there is none, or none any more, whatever was thrown. */
    public static PgException failure(ConnectionPool pool, RuntimeException thrown) {
        return thrown instanceof PgException known
                ? known
                : new PgException(
                        PgErrorCode.CONNECTION_FAILED,
                        pool + ": " + thrown.getClass().getName(),
                        null,
                        null,
                        thrown);
    }

    /** @param purpose behind the application's name in pg_stat_activity */
    static OwnConnection of(BaseConnection connection, ConnectionProfile profile, String purpose, long patienceNanos) {
        OwnConnection own = new OwnConnection(connection, profile.where());
        String name = profile.session().applicationName() + " " + purpose;
        try {
            own.ask(
                    "SELECT pg_catalog.set_config('application_name', " + own.literal(name) + ", false)",
                    patienceNanos);
            return own;
        } catch (PgException e) {
            own.close();
            throw e;
        }
    }

    /** The server's process that answered when the connection was opened. */
    public int backendPid() {
        return pid;
    }

    /** As {@code server_version_num}: 180006 is 18.6. */
    public int serverVersion() {
        return connection.getQueryExecutor().getServerVersionNum();
    }

    /** A text as a literal of SQL. */
    public String literal(String text) {
        try {
            return "'" + connection.escapeString(text) + "'";
        } catch (SQLException e) {
            throw SqlStates.translate(e);
        }
    }

    /**
     * Whether the process that answers is the one that said hello: behind a pooler it is another one.
     *
     * @throws PgException PG-009 without an answer in time
     */
    public boolean isDirect(long patienceNanos) {
        return String.valueOf(pid)
                .equals(ask("SELECT pg_catalog.pg_backend_pid()", patienceNanos).get(0));
    }

    /**
     * Runs commands of our own, separated by semicolons.
     *
     * @throws PgException the server's error, PG-013 where it is a standby, PG-009 without an answer in time
     */
    public void run(String sql, long patienceNanos) {
        ask(sql, patienceNanos);
    }

    /**
     * The first row that a statement of our own returns, as text; empty for none.
     *
     * @throws PgException as {@link #run}
     */
    public List<@Nullable String> ask(String sql, long patienceNanos) {
        long patienceMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(patienceNanos));
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(patienceMillis, Integer.MAX_VALUE));
            List<@Nullable String> row = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    int columns = rows.getMetaData().getColumnCount();
                    if (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            row.add(rows.getString(i));
                        }
                    }
                }
            }
            connection.setNetworkTimeout(Runnable::run, 0);
            return row;
        } catch (SQLException e) {
            throw failed(e, patienceMillis);
        }
    }

    /**
     * What has come, waiting for the first for at most so long. None within that time is not a sign that the server is
     * still there.
     *
     * @throws PgException PG-009 where the connection has ended
     */
    public List<Notification> notifications(int patienceMillis) {
        PgException known = ended;
        if (known != null) {
            throw known;
        }
        try {
            return notifications(connection.getNotifications(patienceMillis));
        } catch (SQLException e) {
            PgException failure = failed(e, patienceMillis);
            List<Notification> before = beforeTheEnd();
            if (before.isEmpty()) {
                throw failure;
            }
            ended = failure;
            return before;
        }
    }

    /** What had arrived in front of the failure. */
    private List<Notification> beforeTheEnd() {
        try {
            return notifications(connection.getQueryExecutor().getNotifications());
        } catch (SQLException e) {
            return List.of();
        }
    }

    private static List<Notification> notifications(PGNotification @Nullable [] come) {
        List<Notification> notifications = new ArrayList<>(come == null ? 0 : come.length);
        for (int i = 0; come != null && i < come.length; i++) {
            notifications.add(new Notification(come[i].getName(), come[i].getParameter(), come[i].getPID()));
        }
        return notifications;
    }

    private PgException failed(SQLException failure, long patienceMillis) {
        if (READ_ONLY_TRANSACTION.equals(failure.getSQLState())) {
            return new PgException(
                    PgErrorCode.RECOVERY_READ_ONLY, where + ": it is a standby", failure.getSQLState(), null, failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return new PgException(
                        PgErrorCode.CONNECTION_LOST,
                        where + ": no answer within " + patienceMillis + " ms",
                        failure.getSQLState(),
                        null,
                        failure);
            }
        }
        PgException translated = SqlStates.translate(failure);
        return new PgException(
                translated.errorCode(),
                where + ": " + translated.detail(),
                translated.sqlState(),
                translated.hint(),
                translated.getCause());
    }

    /** Ends it at once, whatever it does, without a word to the server; by any thread. */
    public void abort() {
        connection.getQueryExecutor().abort();
    }

    @Override
    public void close() {
        connection.getQueryExecutor().close();
    }
}
