package io.camelpg.connection;

import io.camelpg.connection.Tunnel.Passage;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * What the driver's {@code socketFactory} names: its sockets go to the tunnel's port on loopback, wherever the driver
 * believes to connect them. So its URL has the server's own name, which TLS verifies, and cancel requests take the same
 * way.
 */
public final class TunnelSocketFactory extends SocketFactory {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<String, Passage> OPEN = new ConcurrentHashMap<>();

    private final Passage passage;

    /** @param key as from {@link #register}, in the driver's {@code socketFactoryArg} */
    public TunnelSocketFactory(String key) {
        Passage known = OPEN.get(key);
        if (known == null) {
            throw new IllegalStateException("the connection's tunnel is closed");
        }
        this.passage = known;
    }

    static String register(Passage passage) {
        String key = Long.toString(NUMBERS.incrementAndGet());
        OPEN.put(key, passage);
        return key;
    }

    static void forget(String key) {
        OPEN.remove(key);
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress server, int timeoutMillis) throws IOException {
                int port;
                try {
                    port = passage.port(TimeUnit.MILLISECONDS.toNanos(timeoutMillis == 0 ? 30_000 : timeoutMillis));
                } catch (PgException e) {
                    throw new IOException(e.getMessage(), e);
                }
                super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            }

            @Override
            public void connect(SocketAddress server) throws IOException {
                connect(server, 0);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw bound();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw bound();
    }

    private static UnknownHostException bound() {
        return new UnknownHostException("a tunnel starts on loopback, and at no other local address");
    }
}
