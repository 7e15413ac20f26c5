package io.camelpg.app;

import java.io.IOException;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the ports are free: first of all, as far as the environment and the application's file say which they are,
 * and before the start, when Camel knows. Camel's HTTP server (4.18) only logs that it could not listen, and the
 * application would run without it.
 */
final class FreePorts extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(FreePorts.class);

    /** Such as <code>{{env:HTTP_PORT:8080}}</code>. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:(?<name>\\w+):(?<value>\\d+)}}");

    /**
     * Before anything else is started.
     *
     * @throws PortInUseException where one is not free
     */
    static void check(Map<String, String> environment, Path propertiesFile) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(propertiesFile)) {
            properties.load(reader);
        } catch (IOException e) {
            // Camel says what is wrong with it
            LOG.debug("Ports are looked at later", e);
        }
        Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            Matcher variable = VARIABLE.matcher(properties.getProperty(listener.property, ""));
            if (variable.matches()) {
                ports.put(
                        listener,
                        Integer.valueOf(environment.getOrDefault(variable.group("name"), variable.group("value"))));
            }
        }
        check(ports);
    }

    @Override
    public void beforeStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            ports.put(listener, Integer.valueOf(context.resolvePropertyPlaceholders("{{" + listener.property + "}}")));
        }
        check(ports);
    }

    private static void check(Map<Listener, Integer> ports) {
        List<String> inUse = new ArrayList<>();
        ports.forEach((listener, port) -> {
            if (isInUse(port)) {
                inUse.add("port " + port + " is in use by another program, set " + listener.name() + " to a free one");
            }
        });
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
