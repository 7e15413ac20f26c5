package io.camelpg.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends calls that outlive their deadline although the server should have ended them: first a cancel request, then the
 * socket is closed, which is all that helps when the network swallows packets. One thread for all pools; it sleeps while
 * nothing runs, and a call costs two uncontended locks and no system call.
 */
final class DeadlineWatch implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** The server's own statement_timeout is given this long to answer first. */
    private static final long CANCEL_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long ABORT_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1300);

    private final Set<SessionState> sessions = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean dormant;
    private volatile boolean closed;

    DeadlineWatch() {
        thread = new Thread(this::run, "camel-pg-deadline");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on, until it is closed. */
    void watch(SessionState session) {
        sessions.removeIf(SessionState::isClosed);
        sessions.add(session);
    }

    void forget(SessionState session) {
        sessions.remove(session);
    }

    void arm(SessionState session, long deadlineNanos) {
        session.arm(deadlineNanos);
        if (dormant) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            long now = System.nanoTime();
            boolean armed = false;
            for (SessionState session : sessions) {
                session.look(now, CANCEL_AFTER_NANOS, ABORT_AFTER_NANOS);
                armed |= session.isArmed();
            }
            if (armed) {
                LockSupport.parkNanos(TICK_NANOS);
            } else {
                sessions.removeIf(SessionState::isClosed);
                dormant = true;
                if (sessions.stream().noneMatch(SessionState::isArmed) && !closed) {
                    LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(10));
                }
                dormant = false;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
