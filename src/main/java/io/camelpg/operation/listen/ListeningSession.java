package io.camelpg.operation.listen;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.Notification;
import io.camelpg.connection.OwnConnection;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connection that listens, from its opening to its end. Used by one thread. */
final class ListeningSession implements AutoCloseable {
    private static final String PURPOSE = "listen";
    /** New channels wait no longer than this for their LISTEN; what is notified does not wait for it. */
    private static final int LOOK_MILLIS = 200;
    /** A server that says nothing for so long is asked whether it is there. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How long an answer may take. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** The connection's own timeout is the one that holds. */
    private static final long CONNECT_NANOS = TimeUnit.HOURS.toNanos(1);
    /** What somebody notified may be on its way for a moment, and get lost there although the server was still seen. */
    private static final long ON_ITS_WAY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The driver waits for ever for the rest of a message that has begun. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final OwnConnection connection;
    private final ScheduledFuture<?> watch;
    private final Set<String> channels = new LinkedHashSet<>();
    private volatile long turnNanos = System.nanoTime();
    private volatile long aliveNanos = System.nanoTime();

    private ListeningSession(OwnConnection connection, ScheduledExecutorService timer) {
        this.connection = connection;
        this.watch = timer.scheduleWithFixedDelay(this::abortIfStuck, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Opens a connection, of which it is sure that it can listen.
     *
     * @throws PgException PG-0nn, PG-504 where a pooler gives each transaction another session
     */
    static ListeningSession open(ConnectionPool pool, ScheduledExecutorService timer) {
        OwnConnection connection = pool.openOwn(PURPOSE, System.nanoTime() + CONNECT_NANOS);
        ListeningSession session = new ListeningSession(connection, timer);
        try {
            if (!connection.isDirect(ANSWER_NANOS)) {
                session.requireOwnSession(pool);
            }
            return session;
        } catch (PgException e) {
            session.close();
            throw e;
        }
    }

    /** Behind a pooler: what somebody else says has to arrive here, while no statement runs. */
    private void requireOwnSession(ConnectionPool pool) {
        String probe = "camel_pg_probe_" + UUID.randomUUID();
        connection.run("LISTEN " + Identifier.quote(probe), ANSWER_NANOS);
        try (OwnConnection other = pool.openOwn(PURPOSE, System.nanoTime() + ANSWER_NANOS)) {
            other.run("SELECT pg_catalog.pg_notify(" + other.literal(probe) + ", '')", ANSWER_NANOS);
        }
        long start = System.nanoTime();
        boolean heard = false;
        while (!heard && System.nanoTime() - start < ANSWER_NANOS) {
            turnNanos = System.nanoTime();
            heard = connection.notifications(LOOK_MILLIS).stream()
                    .anyMatch(come -> come.channel().equals(probe));
        }
        if (!heard) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    pool + " goes through a pooler that gives each transaction another session of the server: what was"
                            + " notified did not arrive",
                    null,
                    "Listen on a connection that goes to the server itself: a bean with its host and port",
                    null);
        }
        connection.run("UNLISTEN " + Identifier.quote(probe), ANSWER_NANOS);
    }

    /** Listens to these channels, and to no others. */
    void listenTo(Set<String> wanted) {
        if (wanted.equals(channels)) {
            return;
        }
        List<String> more = new ArrayList<>(wanted);
        more.removeAll(channels);
        List<String> fewer = new ArrayList<>(channels);
        fewer.removeAll(wanted);
        turnNanos = System.nanoTime();
        long asked = turnNanos;
        connection.run(
                Stream.concat(
                                more.stream().map(name -> "LISTEN " + Identifier.quote(name)),
                                fewer.stream().map(name -> "UNLISTEN " + Identifier.quote(name)))
                        .collect(Collectors.joining("; ")),
                ANSWER_NANOS);
        aliveNanos = asked;
        channels.clear();
        channels.addAll(wanted);
    }

    boolean listensTo(String channel) {
        return channels.contains(channel);
    }

    /** What has come; empty after a while. A server that says nothing is asked whether it is there. */
    List<Notification> next() {
        turnNanos = System.nanoTime();
        if (turnNanos - aliveNanos > QUIET_NANOS) {
            connection.run("SELECT 1", ANSWER_NANOS);
            aliveNanos = turnNanos;
        }
        List<Notification> come = connection.notifications(LOOK_MILLIS);
        if (!come.isEmpty()) {
            aliveNanos = turnNanos;
        }
        return come;
    }

    /** Until when nothing was missed, on the scale of {@link System#nanoTime()}. */
    long nothingMissedUntilNanos() {
        return aliveNanos - ON_ITS_WAY_NANOS;
    }

    private void abortIfStuck() {
        if (System.nanoTime() - turnNanos > STUCK_NANOS) {
            connection.abort();
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        connection.close();
    }
}
