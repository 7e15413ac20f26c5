package io.camelpg.session;

import io.camelpg.connection.BackgroundThreads;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes streams that nobody reads, so that a forgotten one does not keep a connection for ever. Thread-safe. */
final class IdleWatch implements AutoCloseable {
    private static final String UNREAD = "nobody read the stream for longer than streamIdleTimeout, and it was closed";

    private static final class Look {
        private final long idleNanos;
        private long progress = -1;
        private long since;

        Look(long idleNanos) {
            this.idleNanos = idleNanos;
            this.since = System.nanoTime();
        }
    }

    private final Map<Watched, Look> streams = new ConcurrentHashMap<>();
    private final BackgroundThreads threads = BackgroundThreads.acquire();
    private @Nullable Future<?> looking;
    private boolean closed;

    void watch(Watched rows, long idleMillis) {
        streams.put(rows, new Look(TimeUnit.MILLISECONDS.toNanos(idleMillis)));
        if (!rows.isOpen()) {
            streams.remove(rows);
        }
        lookOut();
    }

    /** As long as there are streams. */
    private synchronized void lookOut() {
        if (looking == null && !closed && !streams.isEmpty()) {
            looking = threads.timer().scheduleWithFixedDelay(this::look, 200, 200, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void rest() {
        Future<?> known = looking;
        if (known != null && streams.isEmpty()) {
            known.cancel(false);
            looking = null;
        }
    }

    void forget(Watched rows) {
        streams.remove(rows);
    }

    private void look() {
        if (streams.isEmpty()) {
            rest();
            return;
        }
        long now = System.nanoTime();
        streams.forEach((rows, look) -> {
            long progress = rows.progress();
            if (progress != look.progress) {
                look.progress = progress;
                look.since = now;
            } else if (now - look.since > look.idleNanos) {
                // Closing it can wait for the network; until then nobody has to look at it again.
                if (BackgroundThreads.aside(() -> rows.closeUnread(progress, UNREAD), "camel-pg-unread")) {
                    look.since = now;
                }
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            Future<?> known = looking;
            if (known != null) {
                known.cancel(false);
            }
        }
        streams.keySet().forEach(rows -> rows.closeUnread("the connection pool was closed, and the stream with it"));
        threads.release();
    }
}
