package io.camelpg.row.arrow.source;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a body; never a value of it. */
final class Faults {
    private Faults() {}

    /** The bytes are not what the format says. */
    static PgException malformed(String what) {
        return malformed(what, null);
    }

    static PgException malformed(String what, @Nullable Throwable cause) {
        return new PgException(
                PgErrorCode.INVALID_BODY,
                "the body is not a whole, well-formed stream or file of Arrow IPC: " + what,
                null,
                null,
                cause);
    }

    /** What the format has and this reader has not. */
    static PgException unsupported(String what, String hint) {
        return new PgException(PgErrorCode.INVALID_BODY, "the Arrow stream has " + what, null, hint, null);
    }

    /** One value that PostgreSQL has no place for. */
    static PgException value(String what) {
        return new PgException(PgErrorCode.VALUE_REJECTED, "the value " + what);
    }
}
