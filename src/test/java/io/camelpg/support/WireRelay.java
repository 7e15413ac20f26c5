package io.camelpg.support;

import io.camelpg.support.WireMessage.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection: one thread reads, counts and queues with the time of arrival, a second one forwards.
 * Two, so that a delay is latency and not less throughput. The queue is bounded, as a network's buffers are.
 */
final class WireRelay implements WireFramer.Listener {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int QUEUED_CHUNKS = 256;

    /** Something the forwarding thread does, in the order of the bytes. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private final WireConnection connection;
    private final Sender sender;
    private final Socket from;
    private final Socket to;
    private final WireFramer framer;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(QUEUED_CHUNKS);
    private final Thread reader;
    private final Thread forwarder;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int queued;
    private long arrived;

    WireRelay(WireConnection connection, Sender sender, Socket from, Socket to, WireHandshake handshake) {
        this.connection = connection;
        this.sender = sender;
        this.from = from;
        this.to = to;
        this.framer = new WireFramer(sender, handshake, this);
        this.reader = daemon("read", this::read);
        this.forwarder = daemon("forward", this::forward);
    }

    private Thread daemon(String does, Runnable work) {
        Thread thread = new Thread(work, "wire-proxy " + does + " " + sender);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        reader.start();
        forwarder.start();
    }

    /** Ends both threads; the sockets must be closed, because a read is not ended by an interrupt. */
    void interrupt() {
        reader.interrupt();
        forwarder.interrupt();
    }

    void join() throws InterruptedException {
        reader.join();
        forwarder.join();
    }

    private void read() {
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                arrived = System.nanoTime();
                queued = 0;
                framer.read(chunk, length);
                queueUpTo(length);
            }
            queue(() -> connection.end(sender));
        } catch (IOException e) {
            queue(() -> connection.reset(sender));
        }
    }

    @Override
    public void message(char type, String text, int start, int end) {
        WireTrigger trigger = connection.seen(sender, type, text);
        if (trigger != null) {
            queueUpTo(Math.max(trigger.place().bytes(start, end), queued));
            queue(() -> trigger.action().run(connection));
        }
    }

    @Override
    public void cancelRequest() {
        connection.cancelRequest();
    }

    private void queueUpTo(int end) {
        if (end > queued) {
            byte[] bytes = Arrays.copyOfRange(chunk, queued, end);
            long due = arrived + connection.delayNanos(sender);
            queued = end;
            queue(() -> write(bytes, due));
        }
    }

    private void queue(Step step) {
        try {
            steps.put(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] bytes, long due) throws IOException, InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        connection.awaitFlow(sender);
        to.getOutputStream().write(bytes);
    }

    private void forward() {
        try {
            while (!connection.closed()) {
                steps.take().run();
            }
        } catch (IOException e) {
            connection.cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
