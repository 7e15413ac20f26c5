package io.camelpg.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A network that can swallow everything: whatever bytes, both ways, and nobody hears that a connection has gone. */
public final class SilentProxy extends Middleman {
    private volatile boolean silent;

    private SilentProxy(int server) throws IOException {
        super(server);
        accept();
    }

    public static SilentProxy to(int server) {
        try {
            return new SilentProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections of before stay swallowed, those that come after {@code false} are passed on. */
    public void silent(boolean now) {
        silent = now;
    }

    @Override
    void serve(Socket client, Socket upstream) throws IOException {
        start(() -> pass(upstream.getInputStream(), client.getOutputStream()));
        pass(client.getInputStream(), upstream.getOutputStream());
    }

    private void pass(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[8192];
        boolean swallowed = false;
        for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
            swallowed |= silent;
            if (!swallowed) {
                out.write(bytes, 0, length);
            }
        }
        while (swallowed && silent) {
            LockSupport.parkNanos(50_000_000);
        }
    }
}
