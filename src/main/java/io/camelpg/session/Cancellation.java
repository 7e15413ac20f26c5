package io.camelpg.session;

import io.camelpg.error.PgException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What ends the sessions of some work from outside: those at work, and those that would be opened later. Thread-safe. */
public final class Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Session> atWork = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean cancelled;

    /** The server is asked to end what runs, which takes a second at most. Only the first call does anything. */
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            atWork.forEach(Session::interrupt);
        } finally {
            lock.unlock();
        }
    }

    public boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** The same database, for work that can be cancelled. */
    public Sessions of(Sessions sessions) {
        return new CancellableSessions(sessions, this);
    }

    /** @throws PgException PG-211 where it is too late, and the session is closed */
    Session attached(Session session) {
        lock.lock();
        try {
            if (!cancelled) {
                atWork.add(session);
                session.endsWith(this);
                return session;
            }
        } finally {
            lock.unlock();
        }
        session.close();
        throw Failures.cancelled("the call was cancelled before it began", null);
    }

    /** Whoever has the session's connection next is not to be met: a request to cancel that is under way is waited for. */
    void detach(Session session) {
        lock.lock();
        try {
            atWork.remove(session);
        } finally {
            lock.unlock();
        }
    }

    void check() {
        if (isCancelled()) {
            throw Failures.cancelled("the call was cancelled before it began", null);
        }
    }
}
