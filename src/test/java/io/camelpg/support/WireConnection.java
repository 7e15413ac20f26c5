package io.camelpg.support;

import io.camelpg.support.WireMessage.Sender;
import java.io.IOException;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One client's connection and the server's behind it. Thread-safe. */
public final class WireConnection {
    private final WireProxy proxy;
    private final Socket client;
    private final Socket server;
    private final WireRelay toServer;
    private final WireRelay toClient;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Set<Sender> held = EnumSet.noneOf(Sender.class);
    private volatile boolean closed;
    private volatile int backend;

    WireConnection(WireProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        WireHandshake handshake = new WireHandshake();
        this.toServer = new WireRelay(this, Sender.CLIENT, client, server, handshake);
        this.toClient = new WireRelay(this, Sender.SERVER, server, client, handshake);
    }

    void start() {
        toServer.start();
        toClient.start();
    }

    /** Counts a message, and gives the trigger that it sets off, or null. */
    WireTrigger seen(Sender sender, char type, String text) {
        if (sender == Sender.CLIENT && (type == 'S' || type == 'Q')) {
            unanswered.incrementAndGet();
        } else if (sender == Sender.SERVER && type == 'Z') {
            // The ReadyForQuery that ends the start of a connection answers none of them.
            if (unanswered.get() > 0 && unanswered.decrementAndGet() == 0) {
                proxy.counter().roundTrip();
            }
        } else if (sender == Sender.SERVER && type == 'G') {
            proxy.counter().roundTrip();
        }
        if (sender == Sender.SERVER && type == 'K') {
            backend = Integer.parseInt(text);
        }
        return proxy.triggered(proxy.counter().message(sender, type, text));
    }

    void cancelRequest() {
        proxy.counter().cancelRequest();
    }

    long delayNanos(Sender sender) {
        return proxy.delayNanos(sender);
    }

    void awaitFlow(Sender sender) throws InterruptedException {
        proxy.awaitFlow();
        synchronized (held) {
            while (held.contains(sender)) {
                held.wait();
            }
        }
    }

    /** The process that serves this connection, as the server said; 0 before it did. */
    public int backend() {
        return backend;
    }

    /** From now on nothing of what this side sends arrives, its end included: a black hole for this connection alone. */
    public void hold(Sender sender) {
        synchronized (held) {
            held.add(sender);
        }
    }

    boolean isHeld() {
        synchronized (held) {
            return !held.isEmpty();
        }
    }

    /** The server sees a reset, the client nothing, whatever it sends: as after a firewall forgot the connection. */
    public void loseServer() {
        hold(Sender.CLIENT);
        hold(Sender.SERVER);
        close(server, true);
    }

    boolean closed() {
        return closed;
    }

    /** One side closed: so does the other, after all that was sent before. */
    void end(Sender sender) throws InterruptedException {
        awaitFlow(sender);
        hangUp();
    }

    /** Closes both sides as a proxy does that is shut down in order. */
    public void hangUp() {
        close(false);
    }

    /** One side was reset: so is the other, when the network lets it know. */
    void reset(Sender sender) throws InterruptedException {
        awaitFlow(sender);
        cut();
    }

    /** Resets both sides: nobody says goodbye. */
    public void cut() {
        close(true);
    }

    private synchronized void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        close(client, reset);
        close(server, reset);
        toServer.interrupt();
        toClient.interrupt();
        proxy.ended(this);
    }

    private static void close(Socket socket, boolean reset) {
        try (socket) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // The other side was faster; it is closed either way.
        }
    }

    void join() throws InterruptedException {
        toServer.join();
        toClient.join();
    }
}
