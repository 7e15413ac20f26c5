package io.camelpg.session;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.Lease;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.SqlStates;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells apart what one SQLSTATE can mean, from who ended the call and whether it was about to commit. */
final class Failures {
    private static final String CANCELED = "57014";
    private static final String READ_ONLY = "25006";
    private static final String UNSUPPORTED = "0A000";

    private Failures() {}

    /** Whether the connection was lost, with or without a commit on its way. */
    static boolean isLoss(PgException failure) {
        return failure.errorCode() == PgErrorCode.CONNECTION_LOST || failure.errorCode() == PgErrorCode.OUTCOME_UNKNOWN;
    }

    /**
     * Whether the server refuses because it is a standby, and not because the transaction reads only. Messages come in the
     * server's language, so it is told by the function that raises them (utility.c and guc.c).
     */
    private static boolean isOfStandby(ServerErrorMessage server) {
        String sqlState = server.getSQLState();
        String routine = server.getRoutine();
        return (READ_ONLY.equals(sqlState) && "PreventCommandDuringRecovery".equals(routine))
                || (UNSUPPORTED.equals(sqlState) && "call_bool_check_hook".equals(routine));
    }

    /** @param what was cancelled from outside */
    static PgException cancelled(String what, @Nullable String sqlState) {
        return new PgException(
                PgErrorCode.CANCELLED, what + ", because nobody waits for it any more", sqlState, null, null);
    }

    /** @param what was cancelled on that connection: by whoever waited for it, or because all of the pool ends */
    static PgException cancelled(String what, Lease lease, @Nullable String sqlState) {
        ConnectionPool pool = lease.pool();
        if (!pool.isEnding()) {
            return cancelled(what, sqlState);
        }
        String why = ", because connection '" + pool.profile().name() + "' is being closed";
        return new PgException(PgErrorCode.CANCELLED, what + why, sqlState, null, null);
    }

    static PgException translate(
            SQLException failure,
            Lease lease,
            Deadline deadline,
            long elapsedNanos,
            boolean interrupted,
            boolean commits) {
        String sqlState = failure.getSQLState();
        ServerErrorMessage server = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        boolean dead = (SqlStates.isFatal(sqlState) && server == null)
                || lease.session().connection().getQueryExecutor().isClosed();
        if (dead) {
            lease.markLost();
        }
        long elapsed = TimeUnit.NANOSECONDS.toMillis(elapsedNanos);
        if (CANCELED.equals(sqlState) && lease.session().interrupted()) {
            return cancelled("the statement was ended after " + elapsed + " ms", lease, sqlState);
        }
        if (CANCELED.equals(sqlState) && (interrupted || elapsed + 5 >= deadline.timeoutMillis())) {
            return new PgException(
                    PgErrorCode.TIMEOUT,
                    "the statement was ended after " + elapsed + " ms, its deadline was " + deadline.timeoutMillis()
                            + " ms",
                    sqlState,
                    null,
                    null);
        }
        // A message of the server says that the statement did not end well; silence says nothing.
        if (dead && commits && server == null) {
            return new PgException(
                    PgErrorCode.OUTCOME_UNKNOWN,
                    interrupted
                            ? "the server did not answer within " + elapsed + " ms, and the connection was closed"
                            : "the connection broke before the server had confirmed the statement",
                    sqlState,
                    null,
                    failure);
        }
        if (dead && interrupted) {
            return new PgException(
                    PgErrorCode.CONNECTION_LOST,
                    "the server did not answer within " + elapsed + " ms (deadline " + deadline.timeoutMillis()
                            + " ms), not even to a cancel request, and the connection was closed",
                    sqlState == null ? "08006" : sqlState,
                    null,
                    failure);
        }
        if (dead) {
            return SqlStates.translate(PgErrorCode.CONNECTION_LOST, failure);
        }
        if (server != null && isOfStandby(server)) {
            lease.markStandby();
            return new PgException(
                    PgErrorCode.RECOVERY_READ_ONLY,
                    lease.session().server() + " is a standby: " + server.getMessage(),
                    sqlState,
                    null,
                    failure);
        }
        // A function may raise any SQLSTATE, such as that of a connection of its own; this one lives on. After a fatal
        // error of its own the server closes the connection, and the driver has seen that.
        return SqlStates.isFatal(sqlState)
                ? SqlStates.translate(PgErrorCode.STATEMENT_FAILED, failure)
                : SqlStates.translate(failure);
    }
}
