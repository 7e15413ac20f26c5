package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.ReadReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens every connection that routes use when the context has started: all at once, on threads of their own. What is wrong
 * with them is said together, and later which of them can be opened again. It stops nothing: a route whose database is not
 * there fails with each message until it is.
 */
final class StartupTest implements StartupListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartupTest.class);
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Supplier<List<ConnectionHandle>> connections;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private boolean starting;

    StartupTest(Supplier<List<ConnectionHandle>> connections) {
        this.connections = connections;
    }

    /** The routes don't run yet. */
    @Override
    public synchronized void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        starting = !alreadyStarted;
    }

    /** Waits a moment, so that the first message finds what was opened; who takes longer is told of later. */
    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        Round round = begin();
        if (round != null) {
            round.over.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized @Nullable Round begin() {
        if (!starting || closed.getCount() == 0) {
            return null;
        }
        starting = false;
        List<ConnectionHandle> tested = connections.get().stream()
                .filter(ConnectionHandle::testedOnStartup)
                .toList();
        Round round = new Round(tested.size());
        for (ConnectionHandle connection : tested) {
            Thread thread = new Thread(() -> test(connection, round), "camel-pg-startup-" + connection.name());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        return round;
    }

    private void test(ConnectionHandle connection, Round round) {
        PgException failure = failure(connection);
        round.ended(connection.name(), failure, closed.getCount() == 0);
        ReadReplica replica = connection.database().replica();
        if (replica != null) {
            replica.open();
        }
        long pause = 1000;
        try {
            while (failure != null && mayBeTriedAgain(failure)) {
                if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                failure = failure(connection);
                if (failure == null) {
                    LOG.info("connection '{}' can be opened now", connection.name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable PgException failure(ConnectionHandle connection) {
        long patience = connection.profile().pool().connectTimeout().toNanos();
        try {
            connection.database().pool().lease(System.nanoTime() + patience).close();
            return null;
        } catch (PgException e) {
            return e;
        }
    }

    /** Nobody is locked out by us, and a pool that is closed stays so. */
    private static boolean mayBeTriedAgain(PgException failure) {
        return failure.errorCode() != PgErrorCode.AUTHENTICATION_FAILED
                && failure.errorCode() != PgErrorCode.CONNECTION_CLOSED;
    }

    /** What has come of all of them. */
    private static final class Round {
        private final int tested;
        private final Map<String, PgException> failures = new TreeMap<>();
        private final CountDownLatch over;

        Round(int tested) {
            this.tested = tested;
            this.over = new CountDownLatch(tested);
        }

        synchronized void ended(String connection, @Nullable PgException failure, boolean closed) {
            if (failure != null) {
                failures.put(connection, failure);
            }
            over.countDown();
            if (over.getCount() == 0 && !failures.isEmpty() && !closed) {
                LOG.warn("{}", report());
            }
        }

        private String report() {
            StringBuilder report = new StringBuilder(failures.size() + " of " + tested
                    + (tested == 1 ? " connection" : " connections")
                    + " cannot be opened; routes that use it fail until it can:");
            failures.values()
                    .forEach(failure ->
                            report.append(System.lineSeparator()).append("  ").append(failure.getMessage()));
            return report.toString();
        }
    }

    /** No test is begun or repeated any more. */
    @Override
    public synchronized void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        threads.clear();
    }
}
