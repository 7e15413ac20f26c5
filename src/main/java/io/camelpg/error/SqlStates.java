package io.camelpg.error;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * From a driver's exception to ours, by SQLSTATE: exact codes first, then the class (their first two characters). See
 * PostgreSQL's documentation, Appendix A.
 */
public final class SqlStates {
    private static final Map<String, PgErrorCode> EXACT = Map.ofEntries(
            Map.entry("08001", PgErrorCode.CONNECTION_REFUSED),
            Map.entry("28000", PgErrorCode.AUTHENTICATION_FAILED),
            Map.entry("28P01", PgErrorCode.AUTHENTICATION_FAILED),
            Map.entry("3D000", PgErrorCode.NO_SUCH_DATABASE),
            Map.entry("53300", PgErrorCode.TOO_MANY_CONNECTIONS),
            Map.entry("57P03", PgErrorCode.SERVER_UNAVAILABLE),
            Map.entry("57P01", PgErrorCode.CONNECTION_LOST),
            Map.entry("57P02", PgErrorCode.CONNECTION_LOST),
            Map.entry("57P04", PgErrorCode.CONNECTION_LOST),
            Map.entry("57P05", PgErrorCode.CONNECTION_LOST),
            Map.entry("25P03", PgErrorCode.CONNECTION_LOST),
            Map.entry("25P04", PgErrorCode.CONNECTION_LOST),
            Map.entry("57014", PgErrorCode.CANCELLED),
            Map.entry("40001", PgErrorCode.SERIALIZATION_FAILURE),
            Map.entry("40P01", PgErrorCode.DEADLOCK),
            Map.entry("55P03", PgErrorCode.LOCK_NOT_AVAILABLE),
            Map.entry("25006", PgErrorCode.NOT_READ_ONLY),
            Map.entry("25P02", PgErrorCode.TRANSACTION_FAILED),
            Map.entry("42601", PgErrorCode.SYNTAX),
            Map.entry("42P01", PgErrorCode.UNDEFINED_TABLE),
            Map.entry("42703", PgErrorCode.UNDEFINED_COLUMN),
            Map.entry("42883", PgErrorCode.UNDEFINED_FUNCTION),
            Map.entry("42P18", PgErrorCode.UNDETERMINED_TYPE),
            Map.entry("42P08", PgErrorCode.UNDETERMINED_TYPE),
            Map.entry("42501", PgErrorCode.PERMISSION_DENIED),
            Map.entry("42704", PgErrorCode.UNDEFINED_OBJECT),
            Map.entry("3F000", PgErrorCode.UNDEFINED_OBJECT),
            Map.entry("42P04", PgErrorCode.DUPLICATE_OBJECT),
            Map.entry("42P06", PgErrorCode.DUPLICATE_OBJECT),
            Map.entry("42P07", PgErrorCode.DUPLICATE_OBJECT),
            Map.entry("42701", PgErrorCode.DUPLICATE_OBJECT),
            Map.entry("42710", PgErrorCode.DUPLICATE_OBJECT),
            Map.entry("2BP01", PgErrorCode.DEPENDENT_OBJECTS),
            Map.entry("23502", PgErrorCode.NOT_NULL_VIOLATION),
            Map.entry("23503", PgErrorCode.FOREIGN_KEY_VIOLATION),
            Map.entry("23505", PgErrorCode.UNIQUE_VIOLATION),
            Map.entry("23514", PgErrorCode.CHECK_VIOLATION),
            Map.entry("23P01", PgErrorCode.CHECK_VIOLATION),
            Map.entry("23001", PgErrorCode.FOREIGN_KEY_VIOLATION),
            Map.entry("22021", PgErrorCode.TEXT_NOT_STORABLE));

    private static final Map<String, PgErrorCode> BY_CLASS = Map.of(
            "08", PgErrorCode.CONNECTION_LOST,
            "22", PgErrorCode.DATA_ERROR,
            "53", PgErrorCode.RESOURCES_EXHAUSTED,
            "54", PgErrorCode.RESOURCES_EXHAUSTED,
            "58", PgErrorCode.RESOURCES_EXHAUSTED,
            "0A", PgErrorCode.UNSUPPORTED);

    private SqlStates() {}

    /** The code for a SQLSTATE; {@link PgErrorCode#STATEMENT_FAILED} where none fits better. */
    public static PgErrorCode code(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() != 5) {
            return PgErrorCode.STATEMENT_FAILED;
        }
        PgErrorCode exact = EXACT.get(sqlState);
        return exact != null ? exact : BY_CLASS.getOrDefault(sqlState.substring(0, 2), PgErrorCode.STATEMENT_FAILED);
    }

    /** Whether the connection cannot be used any more after such an error. */
    public static boolean isFatal(@Nullable String sqlState) {
        PgErrorCode code = code(sqlState);
        return code == PgErrorCode.CONNECTION_LOST
                || code == PgErrorCode.SERVER_UNAVAILABLE
                || code == PgErrorCode.CONNECTION_REFUSED;
    }

    /** The driver's exception in our words; a {@link PgException} among its causes is returned as it is. */
    public static PgException translate(SQLException failure) {
        return translate(code(failure.getSQLState()), failure);
    }

    /** As {@link #translate(SQLException)}, with a code that the caller knows better. */
    public static PgException translate(PgErrorCode code, SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException known) {
                return known;
            }
        }
        String sqlState = failure.getSQLState();
        boolean carriesData = sqlState != null && sqlState.startsWith("22");
        ServerErrorMessage server = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        String message = server != null && server.getMessage() != null ? server.getMessage() : failure.getMessage();
        String detail = message == null ? code.title() : carriesData ? withoutValue(message) : message;
        if (server != null && server.getPosition() > 0) {
            detail += " at character " + server.getPosition();
        }
        if (failure.getCause() instanceof java.io.IOException io && io.getMessage() != null) {
            detail += " (" + io.getMessage() + ")";
        }
        String hint = server == null || carriesData ? null : server.getHint();
        return new PgException(code, detail, sqlState, trimmed(hint), carriesData ? null : failure);
    }

    /** Messages of class 22 quote the value that does not fit: {@code invalid input syntax for type integer: "…"}. */
    private static String withoutValue(String message) {
        int colon = message.indexOf(": \"");
        int quote = message.indexOf('"');
        if (colon >= 0) {
            return message.substring(0, colon);
        }
        // value "99999" is out of range for type integer; date/time field value out of range: "…"
        return quote < 0 ? message : message.replaceAll("\"[^\"]*\"", "(not shown)");
    }

    private static @Nullable String trimmed(@Nullable String hint) {
        return hint != null && hint.endsWith(".") ? hint.substring(0, hint.length() - 1) : hint;
    }
}
