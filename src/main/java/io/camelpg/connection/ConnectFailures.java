package io.camelpg.connection;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.SqlStates;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What went wrong while a connection was opened, beside TLS; told apart by SQLSTATE and by the causes below it. */
final class ConnectFailures {
    private ConnectFailures() {}

    /**
     * Our words for a failure.
     *
     * @param elapsedNanos how long it took to fail
     * @param timedOut whether that was as long as it could take: the driver then says so in the user's language only
     */
    static PgException translate(ConnectionProfile profile, SQLException failure, long elapsedNanos, boolean timedOut) {
        String sqlState = failure.getSQLState();
        String where = profile.where();
        Throwable cause = networkCause(failure);
        PgErrorCode code = code(failure, cause, timedOut);
        return new PgException(
                code, detail(code, where, profile, failure, elapsedNanos), sqlState, hint(failure), failure);
    }

    private static @Nullable String hint(SQLException failure) {
        if (String.valueOf(failure.getMessage()).contains("unsupported startup parameter")) {
            return "That is a pooler's answer: where it is PgBouncer in transaction mode, set pooler-mode=transaction; in"
                    + " session mode, have it pass options and search_path on (ignore_startup_parameters would drop them)";
        }
        return null;
    }

    private static PgErrorCode code(SQLException failure, @Nullable Throwable cause, boolean timedOut) {
        if (cause instanceof UnknownHostException) {
            return PgErrorCode.UNKNOWN_HOST;
        }
        if (cause instanceof SocketTimeoutException) {
            return PgErrorCode.CONNECT_TIMEOUT;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return PgErrorCode.CONNECTION_REFUSED;
        }
        String sqlState = failure.getSQLState();
        if ("08001".equals(sqlState) && timedOut) {
            return PgErrorCode.CONNECT_TIMEOUT;
        }
        if ("08004".equals(sqlState)) {
            // The driver's own refusals: no password given though the server asks for one, or no usable mechanism.
            return PgErrorCode.AUTHENTICATION_FAILED;
        }
        PgErrorCode code = SqlStates.code(sqlState);
        return code == PgErrorCode.STATEMENT_FAILED || code == PgErrorCode.CONNECTION_LOST
                ? PgErrorCode.CONNECTION_FAILED
                : code;
    }

    private static String detail(
            PgErrorCode code, String where, ConnectionProfile profile, SQLException failure, long elapsedNanos) {
        return switch (code) {
            case CONNECTION_REFUSED -> where + ": connection refused";
            case UNKNOWN_HOST -> where + ": host '" + profile.server().host() + "' cannot be resolved";
            case CONNECT_TIMEOUT -> where + ": no answer within " + TimeUnit.NANOSECONDS.toMillis(elapsedNanos) + " ms";
            default -> where + ": " + failure.getMessage();
        };
    }

    private static @Nullable Throwable networkCause(SQLException failure) {
        Throwable cause = failure.getCause();
        while (cause instanceof SQLException) {
            cause = cause.getCause();
        }
        return cause;
    }
}
