package io.camelpg.bench;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** Calls one after another, each begun when the one before has ended, on the thread where that happens. */
final class Chain implements Runnable {
    private final Workload workload;
    private final Contender contender;
    private final SplittableRandom keys;
    private final long end;
    private final CompletableFuture<Long> finished = new CompletableFuture<>();
    /** Counts who goes on: the call that returns, or the answer that comes. The second of them does. */
    private final AtomicInteger turns = new AtomicInteger();

    private final Histogram latencies = Slice.noLatencies();

    private long operations;
    private long called;

    Chain(Workload workload, Contender contender, SplittableRandom keys, long end) {
        this.workload = workload;
        this.contender = contender;
        this.keys = keys;
        this.end = end;
    }

    @Override
    public void run() {
        do {
            called = System.nanoTime();
            if (called >= end || finished.isDone()) {
                finished.complete(operations);
                return;
            }
            turns.set(0);
            long key = keys.nextLong(workload.keys()) + 1;
            contender.call(key, (answer, failure) -> ended(key, answer, failure));
        } while (turns.incrementAndGet() == 2);
    }

    private void ended(long key, Object answer, Throwable failure) {
        try {
            if (failure != null) {
                throw failure;
            }
            latencies.recordValue(System.nanoTime() - called);
            if (++operations % Runner.CHECKED_EVERY == 0) {
                workload.check().check(contender.name(), key, answer);
            }
        } catch (Throwable e) {
            finished.completeExceptionally(e);
        }
        if (turns.incrementAndGet() == 2) {
            run();
        }
    }

    /** Waits for the last call. */
    long operations() throws Exception {
        return finished.get();
    }

    /** Of all calls; for who has waited for the last one. */
    Histogram latencies() {
        return latencies;
    }
}
