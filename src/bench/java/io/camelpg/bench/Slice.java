package io.camelpg.bench;

/**
 * One contender's turn of one round.
 *
 * @param cpuNanos processor time of this JVM, all threads, JIT compiler and garbage collector included; the server's is
 *     not in it
 */
record Slice(long operations, long nanos, long cpuNanos) {
    double operationsPerSecond() {
        return operations * 1e9 / nanos;
    }

    double cpuSecondsPerMillion() {
        return cpuNanos / 1e3 / operations;
    }
}
