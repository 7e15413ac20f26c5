package io.camelpg.connection;

import io.camelpg.error.PgException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether a pool's login has changed, so that no call waits for a file or a credential service, and
 * idle connections of an old login do not stay. Its thread starts with the first connection, where logins can change.
 */
final class CredentialWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialWatch.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final ServerChoice attempts;
    private final long patienceNanos;
    private final boolean needed;
    private @Nullable Thread thread;
    private volatile boolean closed;
    private String told = "";

    CredentialWatch(ConnectionProfile profile, ServerChoice attempts) {
        this.name = profile.name();
        this.attempts = attempts;
        this.patienceNanos = profile.pool().connectTimeout().toNanos();
        this.needed = profile.login().canChange();
    }

    synchronized void start() {
        if (needed && thread == null && !closed) {
            // where there is none to be had, the next connection tries again
            thread = BackgroundThreads.start(this::run, "camel-pg-login-" + name);
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            if (!closed) {
                look();
            }
        }
    }

    private void look() {
        try {
            BaseConnection proof = attempts.openIfNew(patienceNanos);
            if (proof != null) {
                proof.getQueryExecutor().close();
            }
            told = "";
        } catch (PgException e) {
            if (!told.equals(e.code())) {
                told = e.code();
                LOG.warn(
                        "connection '{}' goes on with the login that it has, the new one does not work: {}",
                        name,
                        e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "connection '{}': its login could not be looked at: {}",
                    name,
                    e.getClass().getName());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
