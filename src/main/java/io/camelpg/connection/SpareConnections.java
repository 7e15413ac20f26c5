package io.camelpg.connection;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections that were opened for a call which got another one meanwhile, because it came back first. To close them
 * would mean to open them again at the next such meeting; here they wait for it, no longer than other idle ones.
 * Thread-safe.
 */
final class SpareConnections {
    /** As HikariCP has it: what was used or opened so recently is not asked whether it is still there. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Spare(SessionState session, long sinceNanos) {}

    private final ConcurrentLinkedDeque<Spare> spares = new ConcurrentLinkedDeque<>();
    private final ScheduledExecutorService timer;
    private final long idleNanos;
    private final Consumer<SessionState> close;
    private @Nullable Future<?> scheduled;
    private boolean ended;

    /** @param close ends a connection for good */
    SpareConnections(ScheduledExecutorService timer, long idleNanos, Consumer<SessionState> close) {
        this.timer = timer;
        this.idleNanos = idleNanos;
        this.close = close;
    }

    synchronized void keep(SessionState session) {
        if (ended) {
            close.accept(session);
            return;
        }
        spares.addFirst(new Spare(session, System.nanoTime()));
        if (scheduled == null && idleNanos > 0) {
            scheduled = timer.schedule(this::closeOld, idleNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The one that has waited least, if it is still alive; null if there is none. */
    @Nullable
    SessionState take() {
        for (Spare spare = spares.pollFirst(); spare != null; spare = spares.pollFirst()) {
            SessionState session = spare.session();
            boolean fresh = System.nanoTime() - spare.sinceNanos() < FRESH_NANOS;
            if (fresh ? !session.isClosed() : session.isAlive()) {
                return session;
            }
            close.accept(session);
        }
        return null;
    }

    int count() {
        return spares.size();
    }

    /** @return whether there was one to close */
    boolean closeOne() {
        Spare oldest = spares.pollLast();
        if (oldest != null) {
            close.accept(oldest.session());
        }
        return oldest != null;
    }

    void closeAll() {
        while (closeOne()) {
            // Until none is left.
        }
    }

    private void closeOld() {
        long now = System.nanoTime();
        Iterator<Spare> oldestFirst = spares.descendingIterator();
        while (oldestFirst.hasNext()) {
            Spare spare = oldestFirst.next();
            if (now - spare.sinceNanos() >= idleNanos && spares.remove(spare)) {
                close.accept(spare.session());
            }
        }
        synchronized (this) {
            Spare next = spares.peekLast();
            scheduled = next == null || ended
                    ? null
                    : timer.schedule(this::closeOld, idleNanos - (now - next.sinceNanos()), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes all of them, and whatever is kept later. */
    void end() {
        synchronized (this) {
            ended = true;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }
        closeAll();
    }
}
