package io.camelpg.operation.listen;

import io.camelpg.connection.Notification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one listener, in order and of bounded size. Whoever fills it never waits: where it is full, notifications
 * are dropped, and how many is told in their place. Thread-safe; one thread takes.
 */
public final class Mailbox {
    /** Beside its text, roughly: headers, references, the record. */
    private static final long BYTES_EACH = 120;

    private final long mostBytes;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private boolean closed;

    /** @param mostBytes of notifications that wait; one is always taken */
    public Mailbox(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether it was kept. */
    public synchronized boolean put(Notification notification) {
        long size = size(notification);
        if (closed) {
            return false;
        }
        if (bytes > 0 && bytes + size > mostBytes) {
            dropped++;
            return false;
        }
        tellDropped();
        bytes += size;
        waiting.add(new Delivery.Notified(notification));
        notifyAll();
        return true;
    }

    /** That nothing is missed from here on. Where nobody has read of the last time yet, it becomes one with this. */
    public synchronized void put(Delivery.Listening listening) {
        if (closed) {
            return;
        }
        Duration away = listening.away();
        if (dropped == 0 && waiting.peekLast() instanceof Delivery.Listening before) {
            waiting.removeLast();
            Duration earlier = before.away();
            away = earlier == null || away == null ? null : earlier.plus(away);
        }
        tellDropped();
        waiting.add(new Delivery.Listening(away));
        notifyAll();
    }

    private void tellDropped() {
        if (dropped > 0) {
            waiting.add(new Delivery.Dropped(dropped));
            dropped = 0;
        }
    }

    /** The next one, waiting for at most so long; null for none. */
    public synchronized @Nullable Delivery take(long patienceMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (waiting.isEmpty() && dropped == 0 && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        if (waiting.isEmpty()) {
            tellDropped();
        }
        Delivery next = waiting.poll();
        if (next instanceof Delivery.Notified notified) {
            bytes -= size(notified.notification());
        }
        return next;
    }

    private static long size(Notification notification) {
        return BYTES_EACH
                + notification.payload().length()
                + notification.channel().length();
    }

    /** How many wait. */
    public synchronized int size() {
        return waiting.size() + (dropped > 0 ? 1 : 0);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** What waits is forgotten, and nothing more is taken. */
    public synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
        dropped = 0;
        notifyAll();
    }
}
