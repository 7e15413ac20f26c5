package io.camelpg.connection;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens physical connections with whatever login is in force. A rejected one is looked up again, and tried once more
 * where it has changed meanwhile; a new one that the server does not know yet gives way to the one that worked before.
 * Thread-safe.
 */
final class LoginAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(LoginAttempts.class);

    /** Of its own, so that an application whose server is a toy can turn it off. */
    private static final Logger SUPERUSER = LoggerFactory.getLogger("io.camelpg.superuser");

    private static final String WRONG_PASSWORD = "28P01";

    private final String name;
    private final Credentials credentials;
    private final DriverConnections driver;
    private final Runnable replaced;
    private final RejectedLogins<Login> rejections = new RejectedLogins<>();
    private final AtomicBoolean superuserTold = new AtomicBoolean();
    private final AtomicLong generation;
    private volatile @Nullable Login accepted;

    /**
     * @param replaced called when connections of an older login are to be closed, once a newer one works
     * @param generation counts how often that was; common to all servers of a pool
     */
    LoginAttempts(ConnectionProfile profile, DriverConnections driver, Runnable replaced, AtomicLong generation) {
        this.name = profile.name();
        this.credentials = profile.login();
        this.driver = driver;
        this.replaced = replaced;
        this.generation = generation;
    }

    /** A connection, and how often logins had been replaced when it was begun. */
    record Opened(BaseConnection connection, long generation) {}

    /**
     * Opens a connection.
     *
     * @throws PgException PG-0nn that says which step failed
     */
    Opened open(long patienceNanos) {
        long start = System.nanoTime();
        Login login = credentials.current(patienceNanos);
        try {
            return open(login, true, patienceNanos - (System.nanoTime() - start));
        } catch (PgException e) {
            if (!isRejection(e) || !credentials.canChange()) {
                throw e;
            }
            return openOtherwise(login, e, start, patienceNanos);
        }
    }

    private Opened openOtherwise(Login rejected, PgException failure, long start, long patienceNanos) {
        Login now = credentials.again(rejected, patienceNanos - (System.nanoTime() - start));
        if (!now.equals(rejected)) {
            try {
                return open(now, true, patienceNanos - (System.nanoTime() - start));
            } catch (PgException e) {
                if (!isRejection(e)) {
                    throw e;
                }
            }
        }
        Login before = accepted;
        if (before == null || before.equals(rejected) || before.equals(now)) {
            throw failure;
        }
        return open(before, false, patienceNanos - (System.nanoTime() - start));
    }

    /**
     * Tries a login that is not the one in force yet, so that what works is not thrown away for what does not.
     *
     * @return a connection that somebody has to close; null where there is nothing to try
     */
    @Nullable
    BaseConnection openIfNew(long patienceNanos) {
        Login before = accepted;
        Login now = credentials.current(patienceNanos);
        return before == null || now.equals(before) || !credentials.replaces(before, now)
                ? null
                : open(now, true, patienceNanos).connection();
    }

    /** @param inForce what is configured now, and not the one of before */
    private Opened open(Login login, boolean inForce, long patienceNanos) {
        PgException remembered = rejections.claim(login);
        if (remembered != null) {
            throw remembered;
        }
        long begun = generation.get();
        BaseConnection connection;
        try {
            connection = driver.open(login, patienceNanos);
        } catch (PgException e) {
            if (isWrongPassword(e)) {
                rejections.rejected(login, e);
            }
            throw e;
        }
        rejections.accepted(login);
        if ("on".equals(connection.getParameterStatus("is_superuser")) && superuserTold.compareAndSet(false, true)) {
            SUPERUSER.warn(
                    "connection '{}': its user is a superuser, whom no privilege holds back; docs/roles.md has roles"
                            + " with just enough rights",
                    name);
        }
        return new Opened(connection, inForce ? accept(login, begun) : begun);
    }

    /** Of two that are opened at the same time, the one that comes late does not bring back what was replaced. */
    private synchronized long accept(Login login, long begun) {
        Login before = accepted;
        if (login.equals(before) || begun != generation.get()) {
            return begun;
        }
        accepted = login;
        if (before == null || !credentials.replaces(before, login)) {
            return begun;
        }
        LOG.info("connection '{}': its login has changed; connections of the old one are closed after use", name);
        long next = generation.incrementAndGet();
        replaced.run();
        return next;
    }

    /** Tried often, it locks accounts; a role that may not log in right now counts nothing, and may again any moment. */
    private static boolean isWrongPassword(PgException e) {
        return e.errorCode() == PgErrorCode.AUTHENTICATION_FAILED && WRONG_PASSWORD.equals(e.sqlState());
    }

    private static boolean isRejection(PgException e) {
        String sqlState = e.sqlState();
        return e.errorCode() == PgErrorCode.AUTHENTICATION_FAILED && sqlState != null && sqlState.startsWith("28");
    }
}
