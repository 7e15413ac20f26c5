package io.camelpg.operation.listen;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long to wait before the next attempt: hardly at first, then longer and longer, never the same for all. */
final class Pauses {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 10_000;
    /** A connection that lasted so long was a good one. */
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long millis;

    /** After an attempt that failed, or a connection that ended. */
    long next(long lastedNanos) {
        if (lastedNanos >= GOOD_NANOS) {
            millis = 0;
        }
        long now = millis;
        millis = Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, 2 * millis));
        return now == 0 ? 0 : now - ThreadLocalRandom.current().nextLong(now / 4 + 1);
    }
}
