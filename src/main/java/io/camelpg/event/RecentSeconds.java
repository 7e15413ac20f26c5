package io.camelpg.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What happened in each of the last two minutes' seconds: how often, how often wrongly, how long it took. Thread-safe. */
public final class RecentSeconds {
    /** How many seconds are kept. */
    public static final int KEPT = 120;

    private static final double NANOS_PER_MILLI = 1_000_000;

    /**
     * A second.
     *
     * @param second since 1970
     * @param count how often something ended
     * @param failed how many of these failed
     * @param meanMillis 0 where there was none
     * @param maxMillis 0 where there was none
     */
    public record Second(long second, long count, long failed, double meanMillis, double maxMillis) {}

    /** What is counted in one second; many threads at once do not wait for each other. */
    private static final class Counts {
        final long second;
        final LongAdder count = new LongAdder();
        final LongAdder failed = new LongAdder();
        final LongAdder nanos = new LongAdder();
        final LongAccumulator longest = new LongAccumulator(Math::max, 0);

        Counts(long second) {
            this.second = second;
        }

        void record(long durationNanos, boolean failure) {
            count.increment();
            if (failure) {
                failed.increment();
            }
            nanos.add(durationNanos);
            longest.accumulate(durationNanos);
        }

        Second seen() {
            long times = count.sum();
            return times == 0
                    ? new Second(second, 0, 0, 0, 0)
                    : new Second(
                            second,
                            times,
                            failed.sum(),
                            nanos.sum() / NANOS_PER_MILLI / times,
                            longest.get() / NANOS_PER_MILLI);
        }
    }

    private final LongSupplier clock;
    private final AtomicReferenceArray<@Nullable Counts> slots = new AtomicReferenceArray<>(KEPT);

    public RecentSeconds() {
        this(() -> System.currentTimeMillis() / 1000);
    }

    /** @param clock seconds since 1970 */
    RecentSeconds(LongSupplier clock) {
        this.clock = clock;
    }

    public void record(long durationNanos, boolean failed) {
        long now = clock.getAsLong();
        int slot = slot(now);
        Counts counts = slots.get(slot);
        while (counts == null || counts.second != now) {
            Counts fresh = new Counts(now);
            counts = slots.compareAndSet(slot, counts, fresh) ? fresh : slots.get(slot);
        }
        counts.record(durationNanos, failed);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) KEPT);
    }

    /** All seconds that have ended, those in which nothing happened too, the oldest first. */
    public List<Second> ended() {
        long now = clock.getAsLong();
        List<Second> ended = new ArrayList<>(KEPT - 1);
        for (long second = now - KEPT + 1; second < now; second++) {
            Counts counts = slots.get(slot(second));
            ended.add(counts != null && counts.second == second ? counts.seen() : new Second(second, 0, 0, 0, 0));
        }
        return ended;
    }
}
