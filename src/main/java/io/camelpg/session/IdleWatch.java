package io.camelpg.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes streams that nobody reads, so that a forgotten one does not keep a connection for ever. Thread-safe. */
final class IdleWatch implements AutoCloseable {
    private static final class Look {
        private final long idleNanos;
        private long position = -1;
        private long since;

        Look(long idleNanos) {
            this.idleNanos = idleNanos;
            this.since = System.nanoTime();
        }
    }

    private final Map<CursorRows, Look> streams = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final Future<?> looking;

    IdleWatch(String name) {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "camel-pg-streams-" + name);
            thread.setDaemon(true);
            return thread;
        });
        looking = timer.scheduleWithFixedDelay(this::look, 200, 200, TimeUnit.MILLISECONDS);
    }

    void watch(CursorRows rows, long idleMillis) {
        streams.put(rows, new Look(TimeUnit.MILLISECONDS.toNanos(idleMillis)));
        if (!rows.isOpen()) {
            streams.remove(rows);
        }
    }

    void forget(CursorRows rows) {
        streams.remove(rows);
    }

    private void look() {
        long now = System.nanoTime();
        streams.forEach((rows, look) -> {
            if (rows.position() != look.position) {
                look.position = rows.position();
                look.since = now;
            } else if (now - look.since > look.idleNanos
                    && !rows.closeUnread(
                            "nobody read the stream for longer than streamIdleTimeout, and it was closed")) {
                look.since = now;
            }
        });
    }

    @Override
    public void close() {
        looking.cancel(false);
        timer.shutdownNow();
        streams.keySet().forEach(rows -> rows.closeUnread("the connection pool was closed, and the stream with it"));
    }
}
