package io.camelpg.operation.lead;

import java.time.Duration;

/**
 * The times of an election, which must be the same for all who stand for it: each of them relies on what the others do.
 *
 * @param leaseNanos how long a leader goes on without an answer of the server
 */
record Terms(long leaseNanos) {
    private static final int PARTS = 5;

    static Terms of(Duration lease) {
        return new Terms(lease.toNanos());
    }

    /** How often the server is asked. */
    long intervalNanos() {
        return leaseNanos / PARTS;
    }

    /** How long a new leader has the lock before it leads: so long that the one before has given up, and stopped. */
    long handoverNanos() {
        return leaseNanos + leaseNanos / PARTS;
    }
}
