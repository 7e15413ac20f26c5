package io.camelpg.operation.extract.claim;

import java.util.function.DoubleSupplier;

/**
 * How long a row that failed waits: twice as long each time, up to a limit, and up to a fifth more, so that rows that failed
 * together do not come back together.
 *
 * @param firstMillis after the first attempt
 * @param mostMillis never longer, the fifth aside
 */
public record RetryDelay(long firstMillis, long mostMillis) {
    private static final int MOST_DOUBLINGS = 40;

    /**
     * Milliseconds.
     *
     * @param attempts that have failed, from 1
     * @param random from 0 to 1
     */
    double after(long attempts, DoubleSupplier random) {
        double doubled = Math.scalb((double) firstMillis, (int) Math.min(Math.max(attempts - 1, 0), MOST_DOUBLINGS));
        return Math.min(doubled, mostMillis) * (1 + random.getAsDouble() / 5);
    }
}
