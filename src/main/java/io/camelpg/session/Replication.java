package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.sql.SQLWarning;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * A COMMIT that waits for a synchronous standby and is cancelled, at its deadline for instance, takes place all the same, and
 * only a warning says that no standby has confirmed it ("Synchronous Replication" in PostgreSQL's documentation). Whoever
 * asked for such a confirmation has none.
 */
final class Replication {
    static final String WARNING = "01000";

    private Replication() {}

    /** Warnings come in the server's language, so it is told by the function that raises it (syncrep.c). */
    static boolean isUnconfirmed(SQLWarning warning) {
        ServerErrorMessage message = warning instanceof PSQLWarning ofServer ? ofServer.getServerErrorMessage() : null;
        return message != null && "SyncRepWaitForLSN".equals(message.getRoutine());
    }

    static PgException unconfirmed() {
        return new PgException(
                PgErrorCode.OUTCOME_UNKNOWN,
                "the change is committed on the primary, but the wait for a synchronous standby to confirm it was cancelled:"
                        + " it would be lost with the primary",
                WARNING,
                "Do not send it again; look after the standbys in synchronous_standby_names",
                null);
    }
}
