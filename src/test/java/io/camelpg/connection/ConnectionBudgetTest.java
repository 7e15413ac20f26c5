package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places of a budget: never too many, and nobody goes without because of one who has or wants everything. */
class ConnectionBudgetTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger shed = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private BudgetShare share(ConnectionBudget budget, int most) {
        return new BudgetShare(budget, most, shed::incrementAndGet);
    }

    private Future<Boolean> entering(BudgetShare share) {
        int before = share.waiting();
        CompletableFuture<Boolean> entered = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                entered.complete(share.enter(LONG));
            } catch (InterruptedException e) {
                entered.completeExceptionally(e);
            }
        });
        Await.until("it waits or is in", () -> entered.isDone() || share.waiting() > before);
        return entered;
    }

    private static void leave(BudgetShare share) {
        share.leave().complete();
    }

    @Test
    void theNextPlaceGoesToWhoHoldsTheFewest() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(4);
        BudgetShare greedy = share(budget, 10);
        BudgetShare modest = share(budget, 10);
        for (int i = 0; i < 4; i++) {
            assertThat(greedy.enter(0)).isTrue();
        }
        List<Future<Boolean>> wanted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wanted.add(entering(greedy));
        }
        Future<Boolean> one = entering(modest);
        assertThat(one.isDone()).isFalse();
        Admission.Departure departure = greedy.leave();
        assertThat(departure.stays()).isFalse();
        assertThat(one.isDone()).as("before the connection is closed").isFalse();
        departure.complete();
        assertThat(one.get()).isTrue();
        assertThat(wanted).noneMatch(Future::isDone);
        leave(greedy);
        Await.until("the greedy one goes on", () -> wanted.stream().anyMatch(Future::isDone));
        assertThat(budget.inUse()).isEqualTo(4);
    }

    @Test
    void theIdlestLosesItsPlace() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(2);
        BudgetShare first = share(budget, 2);
        BudgetShare second = share(budget, 2);
        BudgetShare third = share(budget, 2);
        assertThat(first.enter(0)).isTrue();
        assertThat(second.enter(0)).isTrue();
        leave(first);
        leave(second);
        assertThat(first.isTooMany(1)).isFalse();
        assertThat(third.enter(0)).isTrue();
        assertThat(shed).hasValue(1);
        assertThat(first.isTooMany(1)).isTrue();
        assertThat(second.isTooMany(1)).isFalse();
    }

    @Test
    void whoWaitsInVainLeavesNothing() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(1);
        BudgetShare holder = share(budget, 1);
        BudgetShare late = share(budget, 1);
        assertThat(holder.enter(0)).isTrue();
        assertThat(late.enter(1)).isFalse();
        assertThat(late.waiting()).isZero();
        leave(holder);
        assertThat(budget.inUse()).isZero();
        assertThat(late.enter(0)).isTrue();
    }

    @Test
    void aClosedPoolGivesItsPlacesBackAndLetsNobodyWait() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(2);
        BudgetShare closing = share(budget, 2);
        BudgetShare other = share(budget, 2);
        assertThat(closing.enter(0)).isTrue();
        assertThat(closing.enter(0)).isTrue();
        leave(closing);
        Future<Boolean> stuck = entering(closing);
        assertThat(stuck.get()).isTrue();
        Future<Boolean> refused = entering(closing);
        Future<Boolean> waiting = entering(other);
        closing.close();
        assertThat(refused.get()).isFalse();
        leave(closing);
        assertThat(waiting.get()).isTrue();
        leave(closing);
        assertThat(other.enter(0)).isTrue();
        assertThat(closing.enter(LONG)).isFalse();
    }

    @Test
    void neverMoreThanThereAre() throws Exception {
        int total = 7;
        ConnectionBudget budget = new ConnectionBudget(total);
        List<BudgetShare> shares = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            shares.add(share(budget, 3));
        }
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Future<?>> work = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            SplittableRandom random = new SplittableRandom(thread);
            work.add(threads.submit(() -> {
                for (int i = 0; i < 5_000; i++) {
                    BudgetShare share = shares.get(random.nextInt(20));
                    if (share.enter(LONG)) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        leave(share);
                        done.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : work) {
            each.get();
        }
        assertThat(most.get()).isBetween(2, total);
        assertThat(done).hasValue(16 * 5_000);
        assertThat(budget.inUse()).isZero();
        shares.forEach(BudgetShare::close);
        assertThat(shares).allSatisfy(share -> assertThat(share.places()).isZero());
    }
}
