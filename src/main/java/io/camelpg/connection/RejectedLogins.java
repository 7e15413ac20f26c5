package io.camelpg.connection;

import io.camelpg.error.PgException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was rejected, and until when it is not tried again: first two seconds, then twice as long after each further
 * rejection, at most 16 s. One caller tries when the time has come; the others meanwhile get the failure of before. A
 * login that is another one is free to be tried at once. Thread-safe.
 *
 * @param <K> what was presented: compared, never printed
 */
public final class RejectedLogins<K> {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(16);
    private static final int REMEMBERED = 8;

    private record Rejection(PgException failure, long pauseNanos, long untilNanos) {}

    private final LongSupplier clock;
    private final Map<K, Rejection> rejections = new LinkedHashMap<>();

    public RejectedLogins() {
        this(System::nanoTime);
    }

    RejectedLogins(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Whether to try it now. Who gets null has to tell {@link #rejected} or {@link #accepted} how it went.
     *
     * @return the failure of before where it is not to be tried yet
     */
    public synchronized @Nullable PgException claim(K login) {
        Rejection known = rejections.get(login);
        if (known == null) {
            return null;
        }
        long now = clock.getAsLong();
        long left = known.untilNanos() - now;
        if (left > 0) {
            return repeated(known.failure(), left);
        }
        rejections.put(login, new Rejection(known.failure(), known.pauseNanos(), now + known.pauseNanos()));
        return null;
    }

    public synchronized void rejected(K login, PgException failure) {
        Rejection known = rejections.remove(login);
        long pause = known == null ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, 2 * known.pauseNanos());
        rejections.put(login, new Rejection(failure, pause, clock.getAsLong() + pause));
        if (rejections.size() > REMEMBERED) {
            rejections.remove(rejections.keySet().iterator().next());
        }
    }

    public synchronized void accepted(K login) {
        rejections.remove(login);
    }

    private static PgException repeated(PgException failure, long leftNanos) {
        return new PgException(
                failure.errorCode(),
                failure.detail() + "; not tried again for " + TimeUnit.NANOSECONDS.toMillis(leftNanos)
                        + " ms, since it was rejected a moment ago",
                failure.sqlState(),
                failure.hint(),
                null);
    }
}
