package io.camelpg.sql;

import java.util.function.LongConsumer;

/**
 * Runs as many generated cases as asked for, each from a seed of its own that a failure names; {@code -Dfuzz.seed=} runs
 * just that case again.
 */
final class FuzzCases {
    private FuzzCases() {}

    /** @param property the system property with the number of cases */
    static int count(String property, int otherwise) {
        return Long.getLong("fuzz.seed") == null ? Integer.getInteger(property, otherwise) : 1;
    }

    /** The seed of a case, given or random. */
    static long seed(long random) {
        return Long.getLong("fuzz.seed", random);
    }

    static void run(long seed, LongConsumer test) {
        try {
            test.accept(seed);
        } catch (Throwable e) {
            throw new AssertionError("Run it again with -Dfuzz.seed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
