package io.camelpg.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * Looks before the start whether the ports are free. Camel's HTTP server (4.18) only logs that it could not listen, and the
 * application would run without it.
 */
final class FreePorts extends MainListenerSupport {
    @Override
    public void beforeStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        List<String> inUse = new ArrayList<>();
        for (Listener listener : Listener.values()) {
            int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{" + listener.property + "}}"));
            if (isInUse(port)) {
                inUse.add("port " + port + " is in use by another program, set " + listener.name() + " to a free one");
            }
        }
        if (!inUse.isEmpty()) {
            throw new PortInUseException(String.join("; ", inUse));
        }
    }

    private static boolean isInUse(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
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

    /** Its message says which port it is. */
    static final class PortInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortInUseException(String message) {
            super(message);
        }
    }
}
