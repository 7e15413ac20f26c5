package io.camelpg.connection;

/**
 * Where a server listens.
 *
 * @param host a name or an address
 */
public record Server(String host, int port) {
    /** Whether what is sent there leaves this machine. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
