package io.camelpg.app;

import io.camelpg.app.table.TablesBeforeRoutes;
import io.camelpg.error.PgException;
import org.slf4j.Logger;

/**
 * Why the application did not start, in a line for each cause where it is known.
 *
 * @param message for people
 * @param known whether the message says all that is needed; else the stack trace is of use
 */
record StartFailure(String message, boolean known, Throwable cause) {
    static StartFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException
                    || cause instanceof Settings.WrongSettingsException
                    || cause instanceof FreePorts.PortInUseException
                    || cause instanceof TablesBeforeRoutes.TablesMissingException) {
                return new StartFailure(String.valueOf(cause.getMessage()), true, failure);
            }
        }
        return new StartFailure(String.valueOf(failure.getMessage()), false, failure);
    }

    void log(Logger log) {
        if (known) {
            message.lines().forEach(line -> log.error("Not started: {}", line));
            log.debug("Because of", cause);
        } else {
            log.error("Not started: {}", message, cause);
        }
    }
}
