package io.camelpg.operation;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that have ended and are told so, by one thread or, where what follows takes long, by several. Thread-safe. */
final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private final List<CoalescedCall> calls;
    private final AtomicInteger next = new AtomicInteger();
    private volatile int seen = -1;

    Telling(List<CoalescedCall> calls) {
        this.calls = calls;
    }

    /** Tells the next one; false where each has been taken by somebody. */
    boolean tellNext() {
        int place = next.getAndIncrement();
        if (place >= calls.size()) {
            return false;
        }
        try {
            calls.get(place).tell(false);
        } catch (RuntimeException | Error e) {
            // what follows one call in its route is not the others' concern
            LOG.error("What followed a call failed", e);
        }
        return true;
    }

    /** Those that nobody has taken. */
    int left() {
        return Math.max(0, calls.size() - next.get());
    }

    /** Whether none of those that are left has been taken since this was asked last. */
    boolean stands() {
        int now = next.get();
        boolean same = now == seen;
        seen = now;
        return same && left() > 0;
    }
}
