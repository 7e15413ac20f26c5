package io.camelpg.operation.lead;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.OwnConnection;
import io.camelpg.connection.WantedThread;
import io.camelpg.error.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for any number of leaderships in one database, on a connection of its own beside the pool. Thread-safe.
 *
 * <p>A leadership counts from the moment at which a question was sent that the server answered: until a lease later. The
 * server gives the lock to another one only after the session has ended, which is after it answered last; and who gets it
 * leads a lease, and some time for stopping, later. So two never lead at once, as long as their clocks run at the same
 * speed; the time of day does not matter.
 */
public final class Election implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final ConnectionPool pool;
    private final Terms terms;
    private final List<Candidacy> candidates = new CopyOnWriteArrayList<>();
    private final List<LockKey> withdrawn = new ArrayList<>();
    private final WantedThread thread;
    private volatile @Nullable PgException failure;
    private volatile boolean connected;

    /** @param lease how long a leader goes on without an answer of the server; the same for all who stand for it */
    public Election(ConnectionPool pool, Duration lease) {
        this.pool = pool;
        this.terms = Terms.of(lease);
        this.thread = new WantedThread(
                this, "camel-pg-leader-" + pool.profile().name(), () -> !candidates.isEmpty(), this::run);
    }

    /** Whether there is a connection, without which nobody here leads. */
    public boolean isConnected() {
        return connected;
    }

    /** Why there is none; null where there is, or was no attempt yet. */
    public @Nullable PgException failure() {
        return failure;
    }

    /** Returns at once; the candidacy tells when it leads. */
    public synchronized Candidacy stand(String namespace) {
        Candidacy candidacy = new Candidacy(namespace);
        candidates.add(candidacy);
        thread.wake();
        return candidacy;
    }

    /** It does not lead any more when this returns; others may soon after. */
    public synchronized void withdraw(Candidacy candidacy) {
        if (candidates.remove(candidacy) && candidacy.holds()) {
            withdrawn.add(candidacy.key());
        }
        candidacy.lost();
        thread.wake();
    }

    private void run() {
        long pause = 0;
        while (thread.isWanted()) {
            try (LockSession session = LockSession.open(pool, terms)) {
                connected(session);
                pause = 0;
            } catch (RuntimeException e) {
                ended(OwnConnection.failure(pool, e));
                pause = Math.min(terms.intervalNanos(), Math.max(TimeUnit.MILLISECONDS.toNanos(50), 2 * pause));
                await(pause);
            }
        }
    }

    private void connected(LockSession session) {
        try {
            while (thread.goesOn()) {
                ask(session);
                await(terms.intervalNanos());
            }
        } finally {
            connected = false;
            candidates.forEach(Candidacy::lost);
            forgetWithdrawn();
        }
    }

    private void ask(LockSession session) {
        release(session);
        List<Candidacy> waiting =
                candidates.stream().filter(candidacy -> !candidacy.holds()).toList();
        long asked = System.nanoTime();
        List<Boolean> granted =
                session.tryLocks(waiting.stream().map(Candidacy::key).toList(), terms.leaseNanos());
        long until = asked + terms.leaseNanos();
        for (int i = 0; i < waiting.size(); i++) {
            if (granted.get(i)) {
                granted(session, waiting.get(i), until);
            }
        }
        candidates.forEach(candidacy -> candidacy.confirmed(until));
        if (failure != null) {
            LOG.info(
                    "connection '{}': stands for leadership again",
                    pool.profile().name());
        }
        failure = null;
        connected = true;
    }

    private void granted(LockSession session, Candidacy candidacy, long until) {
        long granted = System.nanoTime();
        long epoch = session.epoch(terms.leaseNanos());
        synchronized (this) {
            if (!thread.isClosed() && candidates.contains(candidacy)) {
                candidacy.granted(epoch, granted + terms.handoverNanos(), until);
            } else {
                withdrawn.add(candidacy.key());
            }
        }
    }

    private void release(LockSession session) {
        for (LockKey key : forgetWithdrawn()) {
            session.unlock(key, terms.leaseNanos());
        }
    }

    private synchronized List<LockKey> forgetWithdrawn() {
        List<LockKey> keys = List.copyOf(withdrawn);
        withdrawn.clear();
        return keys;
    }

    /** Each reason is logged once, until there is a connection again. */
    private synchronized void ended(PgException reason) {
        PgException before = failure;
        failure = reason;
        if (!thread.isClosed() && (before == null || before.errorCode() != reason.errorCode())) {
            LOG.warn(
                    "connection '{}' cannot stand for leadership, and keeps trying: {}",
                    pool.profile().name(),
                    reason.getMessage());
        }
    }

    private synchronized void await(long nanos) {
        int standing = candidates.size();
        thread.pause(nanos, () -> candidates.size() == standing && withdrawn.isEmpty());
    }

    /** Whether it has ended for good. */
    public boolean isClosed() {
        return thread.isClosed();
    }

    /** Nobody here leads any more when this returns. */
    @Override
    public synchronized void close() {
        candidates.forEach(Candidacy::lost);
        thread.close();
    }
}
