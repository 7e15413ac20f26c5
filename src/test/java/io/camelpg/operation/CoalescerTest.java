package io.camelpg.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Deadline;
import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private static final long MINUTE = 60_000;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static class Ended implements AsyncOperation.Completion {
        final CompletableFuture<Outcome> future = new CompletableFuture<>();

        @Override
        public void done(Outcome outcome, boolean sync) {
            future.complete(outcome);
        }

        @Override
        public void failed(RuntimeException failure, boolean sync) {
            future.completeExceptionally(failure);
        }
    }

    private void succeed(List<CoalescedCall> calls) {
        sizes.add(calls.size());
        calls.forEach(call -> call.outcome(new Outcome.Count((Integer) call.values()[0])));
    }

    private static CoalescedCall call(int value, long millis, AsyncOperation.Completion completion) {
        return new CoalescedCall(new @Nullable Object[] {value}, Deadline.after(millis), completion);
    }

    @Test
    void aLoneCallGoesAtOnceOnItsCallersThread() {
        List<Thread> threads = new ArrayList<>();
        Coalescer coalescer = new Coalescer(1, 10, executor, calls -> {
            threads.add(Thread.currentThread());
            succeed(calls);
        });
        for (int i = 0; i < 60; i++) {
            Ended ended = new Ended();
            assertThat(coalescer.submit(call(i, MINUTE, ended))).isTrue();
            assertThat(ended.future).isCompletedWithValue(new Outcome.Count(i));
        }
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void whoComesWhileAFlightIsUnderWayGoesTogetherWithTheNext() {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(1, 8, executor, calls -> {
            if (sizes.isEmpty()) {
                left.countDown();
                await(first);
            }
            succeed(calls);
        });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        // Otherwise this thread could be the one that flies first, and wait for itself.
        await(left);
        List<Ended> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Ended ended = new Ended();
            all.add(ended);
            assertThat(coalescer.submit(call(i, MINUTE, ended))).isFalse();
        }
        first.countDown();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).future.join()).isEqualTo(new Outcome.Count(i));
        }
        assertThat(sizes.get(0)).isEqualTo(1);
        assertThat(sizes).allMatch(size -> size <= 8).contains(8);
    }

    @Test
    void aFlightThatThrowsFailsItsCallsAndTheNextOneLeaves() {
        AtomicInteger flights = new AtomicInteger();
        Coalescer coalescer = new Coalescer(1, 8, executor, calls -> {
            if (flights.getAndIncrement() == 0) {
                throw new StackOverflowError();
            }
            succeed(calls);
        });
        Ended first = new Ended();
        coalescer.submit(call(1, MINUTE, first));
        assertThat(first.future).isCompletedExceptionally();
        Ended second = new Ended();
        coalescer.submit(call(2, MINUTE, second));
        assertThat(second.future.join()).isEqualTo(new Outcome.Count(2));
    }

    @Test
    void aFullQueuePushesBackUntilTheCallersDeadline() {
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(1, 1000, executor, calls -> {
            await(first);
            succeed(calls);
        });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        List<Ended> all = new ArrayList<>();
        Await.until("the first has left", () -> {
            Ended ended = new Ended();
            all.add(ended);
            return !submitElsewhere(coalescer, ended);
        });
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Ended ended = new Ended();
                        all.add(ended);
                        coalescer.submit(call(i, 50, ended));
                    }
                })
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.POOL_EXHAUSTED));
        assertThat(all).hasSizeBetween(9_990, 10_010);
        first.countDown();
        all.remove(all.size() - 1);
        // Those whose deadline passed meanwhile are told so, and nobody is left behind.
        all.forEach(ended -> ended.future
                .handle((outcome, failure) -> outcome == null ? failure : outcome)
                .join());
    }

    private boolean submitElsewhere(Coalescer coalescer, Ended ended) {
        CompletableFuture<Boolean> sync =
                CompletableFuture.supplyAsync(() -> coalescer.submit(call(0, MINUTE, ended)), executor);
        return sync.completeOnTimeout(true, 100, java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }

    @Test
    void aSlowContinuationDoesNotHoldUpTheOthers() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(1, 100, executor, calls -> {
            if (sizes.isEmpty()) {
                await(first);
            }
            succeed(calls);
        });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        Await.until("the first has left", () -> !submitElsewhere(coalescer, new Ended()));
        CountDownLatch blocked = new CountDownLatch(30);
        for (int i = 0; i < 30; i++) {
            coalescer.submit(call(i, MINUTE, new AsyncOperation.Completion() {
                @Override
                public void done(Outcome outcome, boolean sync) {
                    blocked.countDown();
                    long until = System.nanoTime() + 1_000_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                }

                @Override
                public void failed(RuntimeException failure, boolean sync) {
                    throw new AssertionError(failure);
                }
            }));
        }
        first.countDown();
        Ended later = new Ended();
        coalescer.submit(call(99, MINUTE, later));
        assertThat(later.future.join()).isEqualTo(new Outcome.Count(99));
        await(blocked);
        release.countDown();
    }

    @Test
    void aContinuationMayWaitForAnotherCallOfTheSameKind() {
        Coalescer coalescer = new Coalescer(1, 10, executor, calls -> {
            LockSupport.parkNanos(1_000_000);
            succeed(calls);
        });
        coalescer.submit(call(0, MINUTE, new Ended()));
        Ended inner = new Ended();
        Ended outer = new Ended() {
            @Override
            public void done(Outcome outcome, boolean sync) {
                coalescer.submit(call(2, MINUTE, inner));
                inner.future.join();
                super.done(outcome, sync);
            }
        };
        assertThat(coalescer.submit(call(1, MINUTE, outer)))
                .as("flights take long, so nobody flies alone")
                .isFalse();

        assertThat(outer.future.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo(new Outcome.Count(1));
        assertThat(inner.future).isCompletedWithValue(new Outcome.Count(2));
    }

    @Test
    void aContinuationMayWaitForThatOfAnotherCallOfItsFlight() {
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(1, 100, executor, calls -> {
            if (sizes.isEmpty()) {
                await(first);
            }
            succeed(calls);
        });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        Await.until("the first has left", () -> !submitElsewhere(coalescer, new Ended()));
        Ended last = new Ended();
        List<Ended> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Ended ended = new Ended() {
                @Override
                public void done(Outcome outcome, boolean sync) {
                    last.future.join();
                    super.done(outcome, sync);
                }
            };
            all.add(ended);
            coalescer.submit(call(i, MINUTE, ended));
        }
        coalescer.submit(call(5, MINUTE, last));
        first.countDown();

        for (Ended ended : all) {
            assertThat(ended.future.orTimeout(1, TimeUnit.MINUTES).join()).isInstanceOf(Outcome.Count.class);
        }
        assertThat(sizes).as("one flight for all of them").contains(7);
    }

    @Test
    void aContinuationThatFailsIsNotTheOthersConcern() {
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(1, 100, executor, calls -> {
            if (sizes.isEmpty()) {
                await(first);
            }
            succeed(calls);
        });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        Await.until("the first has left", () -> !submitElsewhere(coalescer, new Ended()));
        Ended failing = new Ended() {
            @Override
            public void done(Outcome outcome, boolean sync) {
                super.done(outcome, sync);
                throw new StackOverflowError();
            }
        };
        coalescer.submit(call(1, MINUTE, failing));
        Ended other = new Ended();
        coalescer.submit(call(2, MINUTE, other));
        first.countDown();

        assertThat(other.future.join()).isEqualTo(new Outcome.Count(2));
        assertThat(failing.future).isCompletedWithValue(new Outcome.Count(1));
        Ended later = new Ended();
        coalescer.submit(call(3, MINUTE, later));
        assertThat(later.future.join()).isEqualTo(new Outcome.Count(3));
    }

    @Test
    void whenNoTasksAreTakenAnyMoreTheWorkIsFinishedAllTheSame() {
        CountDownLatch first = new CountDownLatch(1);
        Coalescer coalescer = new Coalescer(
                1,
                10,
                task -> {
                    throw new RejectedExecutionException();
                },
                calls -> {
                    if (sizes.isEmpty()) {
                        await(first);
                    }
                    succeed(calls);
                });
        executor.execute(() -> coalescer.submit(call(-1, MINUTE, new Ended())));
        Ended queued = new Ended();
        Await.until("the first has left", () -> !submitElsewhere(coalescer, queued));
        first.countDown();
        assertThat(queued.future.join()).isInstanceOf(Outcome.Count.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
