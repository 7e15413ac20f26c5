package io.camelpg.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Somebody between client and server who does not want them to encrypt: it answers every SSLRequest itself, with no, and
 * passes everything else on.
 */
public final class DowngradingProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket listener;
    private final int server;

    private DowngradingProxy(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public static DowngradingProxy to(int server) {
        try {
            return new DowngradingProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
            int length = in.readInt();
            int code = in.readInt();
            if (code == SSL_REQUEST) {
                client.getOutputStream().write('N');
                length = in.readInt();
                code = in.readInt();
            }
            out.writeInt(length);
            out.writeInt(code);
            out.flush();
            start(() -> {
                try (client) {
                    upstream.getInputStream().transferTo(client.getOutputStream());
                }
            });
            in.transferTo(upstream.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of both has gone.
                    }
                },
                "downgrading-proxy");
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
