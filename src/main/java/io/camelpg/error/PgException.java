package io.camelpg.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of this component. Its message reads {@code PG-nnn what happened (SQLSTATE nnnnn). hint} and never
 * contains a password or the value of a parameter.
 */
public final class PgException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PgErrorCode code;
    private final @Nullable String sqlState;
    private final String detail;
    private final String hint;

    public PgException(PgErrorCode code, String detail) {
        this(code, detail, null, null, null);
    }

    /**
     * @param detail what happened, in this case
     * @param sqlState the server's five characters, where the server reported it
     * @param hint what to do; null takes the code's own
     * @param cause null where the cause's message could contain data
     */
    public PgException(
            PgErrorCode code,
            String detail,
            @Nullable String sqlState,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(message(code, detail, sqlState, hint == null ? code.hint() : hint), cause);
        this.code = code;
        this.detail = detail;
        this.sqlState = sqlState;
        this.hint = hint == null ? code.hint() : hint;
    }

    private static String message(PgErrorCode code, String detail, @Nullable String sqlState, String hint) {
        StringBuilder message = new StringBuilder(code.code()).append(' ').append(detail);
        if (sqlState != null) {
            message.append(" (SQLSTATE ").append(sqlState).append(')');
        }
        return message.append(". ").append(hint).append('.').toString();
    }

    /** {@code PG-nnn}. */
    public String code() {
        return code.code();
    }

    /** The code with its general explanation. */
    public PgErrorCode errorCode() {
        return code;
    }

    /** The server's SQLSTATE, or null where the server was not the one to complain. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** What happened, without code and hint. */
    public String detail() {
        return detail;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }

    /** Whether the same call can succeed later without anybody changing anything. */
    public boolean retryable() {
        return code.retryable();
    }
}
