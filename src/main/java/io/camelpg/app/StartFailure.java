package io.camelpg.app;

import io.camelpg.error.PgException;
import org.slf4j.Logger;

/**
 * Why the application did not start, in a line where the cause is known.
 *
 * @param message for people
 * @param known whether the message says all that is needed; else the stack trace is of use
 */
record StartFailure(String message, boolean known, Exception cause) {
    static StartFailure of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException
                    || cause instanceof FreePorts.PortInUseException
                    || cause instanceof TablesBeforeRoutes.TablesMissingException) {
                return new StartFailure(String.valueOf(cause.getMessage()), true, failure);
            }
        }
        return new StartFailure(String.valueOf(failure.getMessage()), false, failure);
    }

    void log(Logger log) {
        if (known) {
            log.error("Not started: {}", message);
            log.debug("Because of", cause);
        } else {
            log.error("Not started: {}", message, cause);
        }
    }
}
