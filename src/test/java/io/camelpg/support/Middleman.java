package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Somebody between client and server, on a port of his own. */
abstract class Middleman implements AutoCloseable {
    static final int SSL_REQUEST = 80877103;

    private final ServerSocket listener;
    private final int server;

    Middleman(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** What he does with a client. */
    abstract void serve(Socket client, Socket upstream) throws IOException;

    public int port() {
        return listener.getLocalPort();
    }

    void accept() {
        start(() -> {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                start(() -> serve(client));
            }
        });
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            serve(client, upstream);
        }
    }

    /** Everything both ways, until one of them ends. */
    static void relay(Socket client, Socket upstream) throws IOException {
        start(() -> {
            try (client) {
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
        });
        client.getInputStream().transferTo(upstream.getOutputStream());
    }

    interface Work {
        void run() throws IOException;
    }

    static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of both has gone, or did not like the certificate.
                    }
                },
                "middleman");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
