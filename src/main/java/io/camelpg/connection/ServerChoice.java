package io.camelpg.connection;

import io.camelpg.connection.LoginAttempts.Opened;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Opens physical connections to whichever of a profile's servers is fit, as libpq does with several hosts ("Specifying
 * Multiple Hosts" in its documentation): the next one is tried where a server cannot be reached, is starting, or is not
 * what is wanted; any other answer of a server, that to a wrong password first of all, is the end. Unlike libpq, it goes on
 * where TLS fails, which is before any password is shown, and shares the time between those that are left. Thread-safe.
 */
final class ServerChoice {
    private static final Set<PgErrorCode> NEXT = EnumSet.of(
            PgErrorCode.CONNECTION_REFUSED,
            PgErrorCode.UNKNOWN_HOST,
            PgErrorCode.CONNECT_TIMEOUT,
            PgErrorCode.CONNECTION_FAILED,
            PgErrorCode.SERVER_UNAVAILABLE,
            PgErrorCode.TLS_FAILED);
    /** The driver counts in seconds. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Host(ConnectionProfile profile, DriverConnections driver, LoginAttempts logins) {}

    private final ConnectionProfile profile;
    private final TargetSession target;
    private final List<Host> hosts = new ArrayList<>();
    private final AtomicLong generation = new AtomicLong();
    private final HostOrder order;
    /** Whether each server is asked: what a pooler reports may be of another one, or of another time. */
    private volatile boolean asking;

    /**
     * @param replaced called when connections of an older login are to be closed
     * @param lost called when all of them may have gone at once
     */
    ServerChoice(ConnectionProfile profile, Runnable replaced, Runnable lost) {
        this.profile = profile;
        this.target = profile.servers().target();
        this.asking = profile.session().ofTransactions();
        for (Server server : profile.servers().hosts()) {
            ConnectionProfile one = profile.at(server);
            DriverConnections driver = new DriverConnections(one, lost);
            hosts.add(new Host(one, driver, new LoginAttempts(one, driver, replaced, generation)));
        }
        this.order = new HostOrder(hosts.size(), target == TargetSession.PRIMARY);
    }

    /**
     * Opens a connection.
     *
     * @throws PgException PG-0nn that says which step failed; PG-017 that says it of each server
     */
    Opened open(long patienceNanos) {
        return hosts.size() == 1 ? hosts.get(0).logins().open(patienceNanos) : openOneOfAll(patienceNanos);
    }

    private Opened openOneOfAll(long patienceNanos) {
        long start = System.nanoTime();
        @Nullable PgException[] failures = new @Nullable PgException[hosts.size()];
        Opened reserve = null;
        int[] turns = order.turns();
        for (int i = 0; i < turns.length; i++) {
            Host host = hosts.get(turns[i]);
            long share = share(patienceNanos - (System.nanoTime() - start), turns.length - i);
            try {
                Opened opened = host.logins().open(share);
                boolean standby = target != TargetSession.ANY && isStandby(host, opened.connection(), share);
                if (target == TargetSession.ANY || standby == (target == TargetSession.PREFER_STANDBY)) {
                    order.worked(turns[i]);
                    close(reserve);
                    return opened;
                }
                if (target == TargetSession.PREFER_STANDBY && reserve == null) {
                    order.worked(turns[i]);
                    reserve = opened;
                } else {
                    close(opened);
                    failures[turns[i]] = passedOver(host);
                }
            } catch (PgException e) {
                if (!goesOn(e)) {
                    if (reserve == null) {
                        throw e;
                    }
                    return reserve;
                }
                if (e.errorCode() == PgErrorCode.CONNECT_TIMEOUT) {
                    order.hung(turns[i]);
                }
                failures[turns[i]] = e;
            }
        }
        if (reserve == null) {
            throw none(failures);
        }
        return reserve;
    }

    private static long share(long nanos, int hosts) {
        return Math.max(LEAST_NANOS, nanos / hosts);
    }

    /** Whether it says nothing of another server: not reached, or not up yet. */
    private static boolean goesOn(PgException failure) {
        String sqlState = failure.sqlState();
        boolean answered =
                failure.errorCode() == PgErrorCode.CONNECTION_FAILED && sqlState != null && !sqlState.startsWith("08");
        return NEXT.contains(failure.errorCode()) && !answered;
    }

    private static PgException passedOver(Host host) {
        return new PgException(PgErrorCode.RECOVERY_READ_ONLY, host.profile().where() + ": it is a standby");
    }

    private PgException none(@Nullable PgException[] failures) {
        StringBuilder reasons = new StringBuilder();
        for (int i = 0; i < failures.length; i++) {
            Host host = hosts.get(i);
            PgException failure = failures[i];
            String begin = host.profile().where() + ": ";
            String detail = failure == null ? "" : failure.detail();
            reasons.append(i == 0 ? "" : "; ").append(host.profile().servers());
            if (failure != null) {
                reasons.append(' ')
                        .append(failure.code())
                        .append(' ')
                        .append(detail.startsWith(begin) ? detail.substring(begin.length()) : detail);
            }
        }
        PgException none = new PgException(
                PgErrorCode.NO_USABLE_HOST,
                "connection '" + profile.name() + "': none of its " + failures.length + " hosts can be used: "
                        + reasons);
        for (PgException failure : failures) {
            if (failure != null) {
                none.addSuppressed(failure);
            }
        }
        return none;
    }

    /** Reported from PostgreSQL 14 on; older servers are asked. A connection that does not answer is closed. */
    private boolean isStandby(Host host, BaseConnection connection, long patienceNanos) {
        String reported = asking ? null : connection.getParameterStatus("in_hot_standby");
        if (reported != null) {
            return reported.equals("on");
        }
        try {
            return ServerFacts.isRecovering(connection, patienceNanos);
        } catch (SQLException e) {
            connection.getQueryExecutor().close();
            throw new PgException(
                    PgErrorCode.CONNECTION_FAILED,
                    host.profile().where() + ": it did not say whether it is a standby: " + e.getMessage(),
                    null,
                    null,
                    e);
        }
    }

    /** A server turned out to be a standby although it had said otherwise: from now on each one is asked. */
    void distrust() {
        asking = true;
    }

    /** How each server answers now; each may take its part of the time. */
    List<HostState> states(long patienceNanos) {
        long start = System.nanoTime();
        List<HostState> states = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            Host host = hosts.get(i);
            long share = share(patienceNanos - (System.nanoTime() - start), hosts.size() - i);
            try {
                Opened opened = host.logins().open(share);
                states.add(new HostState(host.profile().server(), isStandby(host, opened.connection(), share), null));
                close(opened);
            } catch (PgException e) {
                states.add(new HostState(host.profile().server(), null, e));
            }
        }
        return states;
    }

    /** As {@link LoginAttempts#openIfNew}, on the server that is in use. */
    @Nullable
    BaseConnection openIfNew(long patienceNanos) {
        return hosts.get(order.latest()).logins().openIfNew(patienceNanos);
    }

    /** Whether a login has replaced the one of that connection, which nobody should get any more. */
    boolean isOutdated(long generationOfConnection) {
        return generationOfConnection != generation.get();
    }

    private static void close(@Nullable Opened opened) {
        if (opened != null) {
            opened.connection().getQueryExecutor().close();
        }
    }

    /** Closes the tunnels, where there are any. */
    void close() {
        hosts.forEach(host -> host.driver().close());
    }
}
