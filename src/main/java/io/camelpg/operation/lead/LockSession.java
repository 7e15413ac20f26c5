package io.camelpg.operation.lead;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.OwnConnection;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The session whose advisory locks are the leaderships: they end with it. The server ends it when it hears nothing from
 * here for as long as a leader may go on, so that one who is held up, or behind a silent network, does not keep others from
 * leading. Used by one thread.
 */
final class LockSession implements AutoCloseable {
    private static final String PURPOSE = "leader";
    private static final int IDLE_TIMEOUT_SINCE = 140_000;

    private final OwnConnection connection;
    private final String where;

    private LockSession(OwnConnection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    /** @throws PgException PG-0nn, PG-504 behind a pooler */
    static LockSession open(ConnectionPool pool, Terms terms) {
        OwnConnection connection = pool.openOwn(PURPOSE, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        LockSession session = new LockSession(connection, pool.toString());
        try {
            if (!connection.isDirect(terms.leaseNanos())) {
                throw session.pooled();
            }
            session.endWithoutUs(terms);
            return session;
        } catch (PgException e) {
            session.close();
            throw e;
        }
    }

    private PgException pooled() {
        return new PgException(
                PgErrorCode.UNSUPPORTED,
                where + " goes through a pooler, and a lock that makes a leader must be in a session of its own",
                null,
                "Name a connection bean with host and port of the server itself",
                null);
    }

    private void endWithoutUs(Terms terms) {
        long millis = TimeUnit.NANOSECONDS.toMillis(terms.leaseNanos());
        long seconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis) / 3);
        StringBuilder settings = new StringBuilder("SELECT ")
                .append(setting("tcp_keepalives_idle", seconds))
                .append(", ")
                .append(setting("tcp_keepalives_interval", seconds))
                .append(", ")
                .append(setting("tcp_keepalives_count", 2))
                .append(", ")
                .append(setting("tcp_user_timeout", millis));
        if (connection.serverVersion() >= IDLE_TIMEOUT_SINCE) {
            settings.append(", ").append(setting("idle_session_timeout", millis));
        }
        connection.ask(settings.toString(), terms.leaseNanos());
    }

    private static String setting(String name, long value) {
        return "pg_catalog.set_config('" + name + "', '" + value + "', false)";
    }

    /**
     * Asks for locks, each of which is another one's or ours from then on, and shows that the session is still there.
     *
     * @return for each whether it was granted
     * @throws PgException without an answer in time; PG-013 where the server is a standby, which has locks of its own
     */
    List<Boolean> tryLocks(List<LockKey> keys, long patienceNanos) {
        StringBuilder question =
                new StringBuilder("SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.pg_backend_pid()");
        keys.forEach(key -> question.append(", pg_catalog.pg_try_advisory_lock(")
                .append(key.value())
                .append("::bigint)"));
        List<@Nullable String> answer = connection.ask(question.toString(), patienceNanos);
        if (!"f".equals(answer.get(0))) {
            throw new PgException(PgErrorCode.RECOVERY_READ_ONLY, where + ": it is a standby");
        }
        if (!String.valueOf(connection.backendPid()).equals(answer.get(1))) {
            throw pooled();
        }
        List<Boolean> granted = new ArrayList<>();
        for (String each : answer.subList(2, answer.size())) {
            granted.add("t".equals(each));
        }
        return granted;
    }

    /** A number that is higher each time it is asked for, by whatever session of the server. */
    long epoch(long patienceNanos) {
        String answer = connection
                .ask("SELECT pg_catalog.txid_current()", patienceNanos)
                .get(0);
        return Long.parseLong(String.valueOf(answer));
    }

    void unlock(LockKey key, long patienceNanos) {
        connection.ask("SELECT pg_catalog.pg_advisory_unlock(" + key.value() + "::bigint)", patienceNanos);
    }

    @Override
    public void close() {
        connection.close();
    }
}
