package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Deadline;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a whole unit of work again where the server rolled it back because of others: serialization failures (40001) and
 * deadlocks (40P01), nothing else. Pauses are random, so that those who met do not meet again, and grow.
 */
public final class Retry {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private Retry() {}

    /**
     * @param retries how often after the first time
     * @param deadline no pause goes beyond it
     */
    public static <T> T run(int retries, Deadline deadline, Supplier<T> unit) {
        for (int done = 0; ; done++) {
            try {
                return unit.get();
            } catch (PgException e) {
                boolean others =
                        e.errorCode() == PgErrorCode.SERIALIZATION_FAILURE || e.errorCode() == PgErrorCode.DEADLOCK;
                if (!others || done >= retries) {
                    throw done > 0 ? after(e, done) : e;
                }
                long pause = ThreadLocalRandom.current()
                        .nextLong(1, Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(done, 10)) + 1);
                if (System.nanoTime() + pause - deadline.nanos() >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw after(e, done);
                }
                LOG.debug("{} {}: the unit is run again, retry {} of {}", e.code(), e.sqlState(), done + 1, retries);
                LockSupport.parkNanos(pause);
            }
        }
    }

    private static PgException after(PgException failure, int retries) {
        return new PgException(
                failure.errorCode(),
                failure.detail() + " (after " + retries + (retries == 1 ? " retry)" : " retries)"),
                failure.sqlState(),
                failure.hint(),
                failure);
    }
}
