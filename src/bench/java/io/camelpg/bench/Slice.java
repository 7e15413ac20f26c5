package io.camelpg.bench;

import org.HdrHistogram.Histogram;

/**
 * One contender's turn of one round.
 *
 * @param cpuNanos processor time of this JVM, all threads, JIT compiler and garbage collector included; the server's is
 *     not in it
 * @param latencies nanoseconds of each operation, from its call to its answer
 */
record Slice(long operations, long nanos, long cpuNanos, Histogram latencies) {
    /** An empty one, for values up to ten minutes with two digits. */
    static Histogram noLatencies() {
        return new Histogram(600_000_000_000L, 2);
    }

    double operationsPerSecond() {
        return operations * 1e9 / nanos;
    }

    double cpuSecondsPerMillion() {
        return cpuNanos / 1e3 / operations;
    }
}
