package io.camelpg.operation.listen;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.Notification;
import io.camelpg.connection.OwnConnection;
import io.camelpg.connection.WantedThread;
import io.camelpg.error.PgException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for all who want to hear of one database, on a connection of its own beside the pool, as long as there are any.
 * It comes back for ever. Nobody who listens can hold it up. Thread-safe.
 */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ConnectionPool pool;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final WantedThread thread;
    /** Where it listens now. */
    private @Nullable ListeningSession current;

    private volatile boolean listening;
    private volatile @Nullable PgException failure;

    public Listener(ConnectionPool pool) {
        this.pool = pool;
        this.thread = new WantedThread(
                this, "camel-pg-listen-" + pool.profile().name(), () -> !subscriptions.isEmpty(), this::run);
    }

    /** Whether it is connected, and listens to everything that is wanted. */
    public boolean isListening() {
        return listening;
    }

    /** Why it does not listen; null where it does, or has not tried yet. */
    public @Nullable PgException failure() {
        return failure;
    }

    /** Returns at once; the subscription is told when it hears. */
    public synchronized void add(Subscription subscription) {
        subscriptions.add(subscription);
        thread.wake();
    }

    /**
     * Nothing reaches the subscription any more once this has returned, but what waits for it already.
     *
     * @return since when it may miss something, on the scale of {@link System#nanoTime()}; null where it never listened
     */
    public synchronized @Nullable Long remove(Subscription subscription) {
        subscriptions.remove(subscription);
        ListeningSession session = current;
        subscription.deactivate(session == null ? System.nanoTime() : session.nothingMissedUntilNanos());
        thread.wake();
        return subscription.missingSinceNanos();
    }

    private void run() {
        BackgroundThreads threads = BackgroundThreads.acquire();
        Pauses pauses = new Pauses();
        try {
            while (thread.isWanted()) {
                Long opened = null;
                try (ListeningSession session = ListeningSession.open(pool, threads.timer())) {
                    opened = System.nanoTime();
                    listen(session);
                } catch (RuntimeException e) {
                    lost(OwnConnection.failure(pool, e));
                    long millis = pauses.next(opened == null ? 0 : System.nanoTime() - opened);
                    thread.pause(TimeUnit.MILLISECONDS.toNanos(millis), () -> true);
                }
            }
        } finally {
            threads.release();
        }
    }

    private void listen(ListeningSession session) {
        try {
            while (thread.goesOn()) {
                session.listenTo(channels());
                activate(session);
                for (Notification notification : session.next()) {
                    dispatch(notification);
                }
            }
        } finally {
            deactivate(session.nothingMissedUntilNanos());
        }
    }

    private Set<String> channels() {
        Set<String> channels = new LinkedHashSet<>();
        for (Subscription subscription : subscriptions) {
            subscription.channels().forEach(channel -> channels.add(channel.name()));
        }
        return channels;
    }

    private synchronized void activate(ListeningSession session) {
        for (Subscription subscription : subscriptions) {
            boolean heard = subscription.channels().stream().allMatch(channel -> session.listensTo(channel.name()));
            if (heard && !subscription.isActive()) {
                subscription.activate();
            }
        }
        if (failure != null) {
            LOG.info("connection '{}': listens again", pool.profile().name());
        }
        failure = null;
        current = session;
        listening = true;
    }

    private synchronized void dispatch(Notification notification) {
        subscriptions.forEach(subscription -> subscription.notified(notification));
    }

    private synchronized void deactivate(long nanos) {
        listening = false;
        current = null;
        subscriptions.forEach(subscription -> subscription.deactivate(nanos));
    }

    /** Each reason is logged once, until it listens again. */
    private synchronized void lost(PgException reason) {
        PgException before = failure;
        failure = reason;
        if (thread.isClosed()) {
            return;
        }
        if (before == null || before.errorCode() != reason.errorCode()) {
            LOG.warn(
                    "connection '{}' does not listen, and keeps trying: {}",
                    pool.profile().name(),
                    reason.getMessage());
        } else {
            LOG.debug("connection '{}' does not listen yet: {}", pool.profile().name(), reason.getMessage());
        }
    }

    /** Ends the connection and returns when it has ended, or after a second. */
    @Override
    public void close() {
        thread.close();
    }
}
