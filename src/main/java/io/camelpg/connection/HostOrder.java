package io.camelpg.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * In which order several servers are tried: as they are configured, except that one that did not answer in time has to
 * stand behind the others for half a minute, and that where it matters the one that worked last stands in front. It stays
 * there until another one works, although one before it may be back: an old primary that comes back beside the new one
 * must not get writes. Thread-safe.
 */
final class HostOrder {
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int NONE = -1;

    private final boolean staying;
    private final LongSupplier clock;
    private final boolean[] hung;
    private final long[] hungNanos;
    private int worked = NONE;

    /** @param staying whether the one that worked last comes first */
    HostOrder(int hosts, boolean staying) {
        this(hosts, staying, System::nanoTime);
    }

    HostOrder(int hosts, boolean staying, LongSupplier clock) {
        this.staying = staying;
        this.clock = clock;
        this.hung = new boolean[hosts];
        this.hungNanos = new long[hosts];
    }

    /** All of them, by their numbers. */
    synchronized int[] turns() {
        long now = clock.getAsLong();
        int[] turns = new int[hung.length];
        int next = 0;
        for (boolean resting : new boolean[] {false, true}) {
            if (worked != NONE && staying && isResting(worked, now) == resting) {
                turns[next++] = worked;
            }
            for (int host = 0; host < hung.length; host++) {
                if ((host != worked || !staying) && isResting(host, now) == resting) {
                    turns[next++] = host;
                }
            }
        }
        return turns;
    }

    private boolean isResting(int host, long now) {
        return hung[host] && now - hungNanos[host] < REST_NANOS;
    }

    synchronized void worked(int host) {
        worked = host;
        hung[host] = false;
    }

    /** It did not answer in time. */
    synchronized void hung(int host) {
        hung[host] = true;
        hungNanos[host] = clock.getAsLong();
    }

    /** The one that worked last, or else the first. */
    synchronized int latest() {
        return worked == NONE ? 0 : worked;
    }
}
