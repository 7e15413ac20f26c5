package io.camelpg.support;

import io.camelpg.support.WireMessage.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A TCP proxy before a PostgreSQL server that understands where messages begin and end: it counts them and the round
 * trips, records statements, and is the bad network of a test: cut, stalled, slow, refusing. Encrypted connections pass
 * through uncounted. Thread-safe; threads and sockets end with {@link #close()}.
 */
public final class WireProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final WireCounter counter = new WireCounter();
    private final Set<WireConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<WireTrigger> triggers = new CopyOnWriteArrayList<>();
    private final Object flow = new Object();
    private final int port;
    private boolean stalled;
    private ServerSocket listener;
    private Thread acceptor;
    private volatile long toServerNanos;
    private volatile long toClientNanos;

    private WireProxy(InetSocketAddress server) {
        this.server = server;
        listen(0);
        port = listener.getLocalPort();
    }

    /** A proxy before a server on loopback. */
    public static WireProxy to(int port) {
        return new WireProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A proxy before the server of this test run. */
    public static WireProxy toTestPostgres() {
        return to(TestPostgres.port());
    }

    /** Where clients connect to, on loopback; stays the same over {@link #refuse()} and {@link #accept()}. */
    public int port() {
        return port;
    }

    /** What passed since the last {@link #reset()}. An answer that the client has seen is in it. */
    public WireCounts counts() {
        return counter.snapshot();
    }

    /** Sets all counts to zero and forgets recorded statements. */
    public void reset() {
        counter.reset();
    }

    /** Starts or stops recording the SQL of Parse and Query. */
    public void recordStatements(boolean record) {
        counter.record(record);
    }

    /** The statements since the last reset, in the order they were sent, over all connections. */
    public List<String> statements() {
        return counter.statements();
    }

    /** Resets every open connection, as a firewall or a dying host does. New ones are accepted. */
    public void cut() {
        connections.forEach(WireConnection::cut);
    }

    /**
     * Cuts a connection at the first message that fits: all before it is delivered, the message itself never is whole. To
     * let the server do its work and lose its answer, fit the answer: {@code completed("COMMIT")}.
     *
     * @return done when the message was seen
     */
    public CompletableFuture<WireMessage> cutAt(Predicate<WireMessage> when) {
        return at(when, WirePlace.BEFORE, WireConnection::cut);
    }

    /** As {@link #stall()}, from the first message that fits: all before it is delivered. */
    public CompletableFuture<WireMessage> stallAt(Predicate<WireMessage> when) {
        return at(when, WirePlace.BEFORE, connection -> stall());
    }

    /** Done when a message fits, which is forwarded. It lets a test wait for the wire instead of sleeping. */
    public CompletableFuture<WireMessage> seen(Predicate<WireMessage> when) {
        return at(when, WirePlace.BEFORE, connection -> {});
    }

    /**
     * Does something once, at the first message that fits.
     *
     * @param place how much of the message is forwarded first
     * @return done when the message was seen, which is before the action has ended
     */
    public CompletableFuture<WireMessage> at(Predicate<WireMessage> when, WirePlace place, WireAction action) {
        WireTrigger trigger = new WireTrigger(when, place, action, new CompletableFuture<>());
        triggers.add(trigger);
        return trigger.fired();
    }

    WireTrigger triggered(WireMessage message) {
        for (WireTrigger trigger : triggers) {
            if (trigger.when().test(message) && triggers.remove(trigger)) {
                trigger.fired().complete(message);
                return trigger;
            }
        }
        return null;
    }

    /** Forgets what should have happened at messages that have not come yet. */
    public void disarm() {
        triggers.clear();
    }

    /** Resets the connections of which a direction is held. */
    public void cutHeld() {
        connections.stream().filter(WireConnection::isHeld).forEach(WireConnection::cut);
    }

    /** A black hole: takes bytes from both sides and forwards none, closing included, until {@link #resume()}. */
    public void stall() {
        synchronized (flow) {
            stalled = true;
        }
    }

    /** Forwards again, first what was held back. */
    public void resume() {
        synchronized (flow) {
            stalled = false;
            flow.notifyAll();
        }
    }

    void awaitFlow() throws InterruptedException {
        synchronized (flow) {
            while (stalled) {
                flow.wait();
            }
        }
    }

    /** Adds a latency to each direction: a round trip takes the sum longer; throughput stays. */
    public void delay(Duration toServer, Duration toClient) {
        toServerNanos = toServer.toNanos();
        toClientNanos = toClient.toNanos();
    }

    long delayNanos(Sender sender) {
        return sender == Sender.CLIENT ? toServerNanos : toClientNanos;
    }

    /** Stops listening: new connections are refused, open ones live on. */
    public synchronized void refuse() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again, on the same port. */
    public synchronized void accept() {
        if (listener.isClosed()) {
            listen(port);
        }
    }

    private void listen(int onPort) {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = listener;
        acceptor = new Thread(() -> acceptFrom(listening), "wire-proxy accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void acceptFrom(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // Closed by refuse(), or a client that left at once.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        counter.connection();
        Socket upstream = new Socket();
        try {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            upstream.connect(server);
        } catch (IOException e) {
            upstream.close();
            client.close();
            return;
        }
        WireConnection connection = new WireConnection(this, client, upstream);
        connections.add(connection);
        connection.start();
    }

    WireCounter counter() {
        return counter;
    }

    void ended(WireConnection connection) {
        connections.remove(connection);
    }

    /** How many connections are open through the proxy now. */
    public int openConnections() {
        return connections.size();
    }

    /** Stops listening, resets all connections, and returns when every thread has ended. */
    @Override
    public void close() {
        refuse();
        List<WireConnection> open = List.copyOf(connections);
        cut();
        try {
            for (WireConnection connection : open) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
