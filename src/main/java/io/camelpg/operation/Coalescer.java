package io.camelpg.operation;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers calls that arrive while others are under way and lets them go together. Nobody waits for company: a call that
 * finds no crowd goes at once, on its caller's thread. Where calls come in crowds they are queued, and whoever flew last
 * has the next flight leave, with all that are there by then. What a call's end sets off runs on other threads as soon as
 * it takes long, and never delays the next flight. The queue is bounded: where it is full, callers wait until their
 * deadline. Thread-safe.
 */
public final class Coalescer {
    private static final int CAPACITY = 10_000;
    /** So many flights with a single call, and there is no crowd any more. */
    private static final int PATIENCE = 16;
    /** Without a crowd, one call in so many is queued, to see whether others come behind it. */
    private static final int PROBE_MASK = 63;

    private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    /** Where a flight takes longer, going over to another thread costs nothing beside it, and callers are let go. */
    private static final long FAR_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** In a crowd, calls wait so long, at most, for those that the ends of others bring about. */
    private static final long GATHERING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** Whose calls the thread is telling their ends. */
    private static final ThreadLocal<@Nullable Coalescer> TELLING = new ThreadLocal<>();

    private final Queue<CoalescedCall> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(CAPACITY);
    private final AtomicInteger flying = new AtomicInteger();
    private final int flights;
    private final int seats;
    private final Executor executor;
    private final Consumer<List<CoalescedCall>> flight;
    private final AtomicInteger probe = new AtomicInteger();
    private final TellingWatch watch =
            new TellingWatch(telling -> handAside(() -> tellElsewhere(telling)), this::departAside);
    private volatile int crowd;
    private volatile int lastSize;
    private volatile long flightNanos;

    /**
     * @param flights how many may be under way at once
     * @param seats how many calls one takes
     * @param flight gives every call its outcome or its failure; throws nothing
     */
    public Coalescer(int flights, int seats, Executor executor, Consumer<List<CoalescedCall>> flight) {
        this.flights = flights;
        this.seats = seats;
        this.executor = executor;
        this.flight = flight;
    }

    /**
     * Takes a call.
     *
     * @return whether it has ended already
     * @throws PgException PG-007 if the queue stays full until the call's deadline
     */
    public boolean submit(CoalescedCall call) {
        if (crowd == 0 && flightNanos < FAR_NANOS && (probe.incrementAndGet() & PROBE_MASK) != 0 && board()) {
            fly(List.of(call));
            call.tell(true);
            return true;
        }
        takePlace(call);
        waiting.add(call);
        if (TELLING.get() == this) {
            // this thread flies it, unless it is kept by what follows the call that it has just told of
            watch.watch();
        } else {
            depart();
        }
        return false;
    }

    private void takePlace(CoalescedCall call) {
        if (places.tryAcquire()) {
            return;
        }
        try {
            if (places.tryAcquire(call.deadline().nanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new PgException(
                PgErrorCode.POOL_EXHAUSTED,
                CAPACITY + " coalesced calls are waiting, and none of them ended within "
                        + call.deadline().timeoutMillis() + " ms");
    }

    private boolean board() {
        int now = flying.get();
        while (now < flights) {
            if (flying.compareAndSet(now, now + 1)) {
                return true;
            }
            now = flying.get();
        }
        return false;
    }

    /** Has another flight leave where calls are waiting and one is to be had. */
    private void depart() {
        if (!waiting.isEmpty() && board()) {
            hand(this::flyWaiting);
        }
    }

    /** Where the endpoint stops and takes no tasks any more, whoever is here finishes the work. */
    private void hand(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Flies, and makes room for the next flight; calls are told afterwards. */
    private void fly(List<CoalescedCall> calls) {
        long start = System.nanoTime();
        try {
            flight.accept(calls);
        } catch (RuntimeException | Error e) {
            RuntimeException failure =
                    e instanceof RuntimeException known ? known : new IllegalStateException(e.toString(), e);
            calls.stream().filter(call -> !call.ended()).forEach(call -> call.failure(failure));
        } finally {
            flightNanos = System.nanoTime() - start;
            flying.decrementAndGet();
            depart();
        }
    }

    /** Until nobody waits any more: what the ends of calls bring about flies on the same thread. */
    private void flyWaiting() {
        do {
            List<CoalescedCall> late = new ArrayList<>(0);
            List<CoalescedCall> calls = boarding(late);
            if (calls.isEmpty()) {
                flying.decrementAndGet();
            } else {
                noteCrowd(calls.size());
                fly(calls);
            }
            for (CoalescedCall call : late) {
                call.failure(new PgException(
                        PgErrorCode.TIMEOUT,
                        "the call waited " + call.deadline().timeoutMillis()
                                + " ms for those before it, and was not sent"));
            }
            calls.addAll(late);
            Telling telling = new Telling(calls);
            if (calls.size() > 1) {
                watch.watch(telling);
            }
            tell(telling);
        } while (!waiting.isEmpty() && board());
    }

    /**
     * In a crowd, those whose calls have just ended are likely to come back: a flight waits a moment for half of them, a long
     * one as much as a twentieth of its time.
     */
    private void gather() {
        if (crowd == 0) {
            return;
        }
        int expected = Math.min(seats, lastSize) / 2;
        long until = System.nanoTime() + Math.max(GATHERING_NANOS, flightNanos / 20);
        while (CAPACITY - places.availablePermits() < expected && System.nanoTime() < until) {
            LockSupport.parkNanos(GATHERING_NANOS / 4);
        }
    }

    private List<CoalescedCall> boarding(List<CoalescedCall> late) {
        gather();
        List<CoalescedCall> calls = new ArrayList<>(Math.min(seats, 64));
        while (calls.size() < seats) {
            CoalescedCall call = waiting.poll();
            if (call == null) {
                break;
            }
            places.release();
            (call.deadline().isOver() ? late : calls).add(call);
        }
        return calls;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
    private void noteCrowd(int calls) {
        lastSize = calls;
        if (calls > 1) {
            crowd = PATIENCE;
        } else if (crowd > 0) {
            crowd--;
        }
    }

    /** What follows a call in its route may take long: then others tell those behind it. */
    private void tell(Telling telling) {
        Coalescer outer = TELLING.get();
        TELLING.set(this);
        try {
            long begin = System.nanoTime();
            long start = begin;
            while (telling.tellNext()) {
                long now = System.nanoTime();
                if (now - start > LONG_NANOS && telling.left() > 1) {
                    hand(() -> tellElsewhere(telling));
                }
                if (now - begin > GATHERING_NANOS) {
                    depart();
                }
                start = now;
            }
        } finally {
            TELLING.set(outer);
        }
    }

    private void tellElsewhere(Telling telling) {
        tell(telling);
        depart();
    }

    /** As {@link #hand}, and never on this thread. */
    private void handAside(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            BackgroundThreads.asideOrHere(task, "camel-pg-coalesce");
        }
    }

    private boolean departAside() {
        if (!waiting.isEmpty() && board()) {
            handAside(this::flyWaiting);
        }
        return !waiting.isEmpty();
    }
}
