package io.camelpg;

import io.camelpg.error.PgErrorCode;
import org.jspecify.annotations.Nullable;

/** What a registry says of a client: its connection, or the reason why there is none. Immutable. */
public final class PgTenantAnswer {
    /** Why there is no connection; each has a code of its own. */
    public enum Reason {
        UNKNOWN_CLIENT(PgErrorCode.UNKNOWN_CLIENT, "is not known"),
        NO_SERVICE(PgErrorCode.NO_SERVICE, "has no such service"),
        NO_CREDENTIALS(PgErrorCode.NO_CREDENTIALS, "has the service, but no credentials for it"),
        DISABLED(PgErrorCode.CLIENT_DISABLED, "is disabled"),
        UNREADABLE(PgErrorCode.CREDENTIALS_UNREADABLE, "has credentials that cannot be decrypted");

        private final PgErrorCode code;
        private final String words;

        Reason(PgErrorCode code, String words) {
            this.code = code;
            this.words = words;
        }

        PgErrorCode code() {
            return code;
        }

        String words() {
            return words;
        }
    }

    private final @Nullable PgTenantConnection connection;
    private final @Nullable Reason reason;

    private PgTenantAnswer(@Nullable PgTenantConnection connection, @Nullable Reason reason) {
        this.connection = connection;
        this.reason = reason;
    }

    /** The client's connection. */
    public static PgTenantAnswer found(PgTenantConnection connection) {
        return new PgTenantAnswer(connection, null);
    }

    /** There is none. */
    public static PgTenantAnswer none(Reason reason) {
        return new PgTenantAnswer(null, reason);
    }

    /** Null where there is a reason. */
    public @Nullable PgTenantConnection connection() {
        return connection;
    }

    /** Null where there is a connection. */
    public @Nullable Reason reason() {
        return reason;
    }

    @Override
    public String toString() {
        return connection == null ? String.valueOf(reason) : connection.toString();
    }
}
