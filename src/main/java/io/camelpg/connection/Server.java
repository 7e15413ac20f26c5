package io.camelpg.connection;

import io.camelpg.error.Problems;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.HostSpec;

/**
 * Where a server listens.
 *
 * @param host a name or an address, without brackets
 */
public record Server(String host, int port) {
    private static final String HOST = "[A-Za-z0-9._%:-]+";

    /**
     * What an option says: a host, or several of them joined by commas, each with a port of its own or without; an IPv6
     * address that has a port is in brackets.
     *
     * @param option its name, for the problems
     * @param port of those that name none
     * @return at least one, whatever the problems
     */
    public static List<Server> list(String option, String text, int port, Problems problems) {
        List<Server> servers = new ArrayList<>();
        if (text.isBlank()) {
            problems.add(option + " is empty");
            return List.of(new Server(text, port));
        }
        for (String entry : text.split(",", -1)) {
            servers.add(one(option, entry.strip(), port, problems));
        }
        return List.copyOf(servers);
    }

    private static Server one(String option, String entry, int port, Problems problems) {
        int end = entry.startsWith("[") ? entry.indexOf(']') : -1;
        int colon = entry.indexOf(':', Math.max(0, end));
        // An address without brackets has more than one, and no port.
        boolean hasPort = end >= 0 ? colon == end + 1 : colon >= 0 && colon == entry.lastIndexOf(':');
        String host = end >= 0 ? entry.substring(1, end) : hasPort ? entry.substring(0, colon) : entry;
        boolean whole = end < 0 || hasPort || end == entry.length() - 1;
        problems.require(
                whole && host.matches(HOST),
                option
                        + (entry.isEmpty()
                                ? " has an empty entry"
                                : " is not the name or the address of a server, or of several"));
        return new Server(host, hasPort ? port(option, entry.substring(colon + 1), problems) : port);
    }

    private static int port(String option, String text, Problems problems) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        problems.require(port > 0 && port < 65536, option + ": a port must be from 1 to 65535");
        return port;
    }

    /** The one that a connection leads to. */
    static Server of(BaseConnection connection) {
        HostSpec reached = connection.getQueryExecutor().getHostSpec();
        return new Server(reached.getHost().replaceAll("[\\[\\]]", ""), reached.getPort());
    }

    /** Whether what is sent there leaves this machine. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
