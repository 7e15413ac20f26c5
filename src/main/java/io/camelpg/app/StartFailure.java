package io.camelpg.app;

import io.camelpg.error.PgException;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.slf4j.Logger;

/**
 * Why the application did not start, in a line where the cause is known.
 *
 * @param message for people
 * @param known whether the message says all that is needed; else the stack trace is of use
 */
record StartFailure(String message, boolean known, Exception cause) {
    static StartFailure of(Exception failure, Main main) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException) {
                return new StartFailure(String.valueOf(cause.getMessage()), true, failure);
            }
            if (cause instanceof BindException) {
                return new StartFailure(portInUse(main.getCamelContext()), true, failure);
            }
        }
        return new StartFailure(String.valueOf(failure.getMessage()), false, failure);
    }

    /** The exception of the HTTP server does not say which of the two ports it was. */
    private static String portInUse(CamelContext context) {
        List<String> inUse = new ArrayList<>();
        for (Listener listener : Listener.values()) {
            int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{" + listener.property + "}}"));
            if (isInUse(port)) {
                inUse.add("Port " + port + " is in use by another program: set " + listener.name() + " to a free one");
            }
        }
        return inUse.isEmpty() ? "A port is in use by another program" : String.join(". ", inUse);
    }

    private static boolean isInUse(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    void log(Logger log) {
        if (known) {
            log.error("Not started: {}", message);
            log.debug("Because of", cause);
        } else {
            log.error("Not started: {}", message, cause);
        }
    }

    /** The environment variables that move a listener, with the property they set. */
    private enum Listener {
        HTTP_PORT("camel.server.port"),
        MANAGEMENT_PORT("camel.management.port");

        private final String property;

        Listener(String property) {
            this.property = property;
        }
    }
}
