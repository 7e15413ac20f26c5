package io.camelpg.fault;

import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Operations from many threads while a fault strikes; afterwards the accounts are made up. */
final class Storm {
    private static final int CALLERS = 8;
    /** How many calls after a fault may still find out that a connection is dead that nobody had looked at. */
    private static final int DISCOVERIES = 4;

    /**
     * @param hits how often the fault did strike
     */
    record Result(Fault fault, String verbs, int hits, Comparison comparison) {
        boolean clean() {
            return comparison.violations().isEmpty();
        }

        @Override
        public String toString() {
            return fault + " on " + verbs + ", struck " + hits + " times, " + comparison;
        }
    }

    private final Scene scene;
    private final Client client;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile int until;
    private volatile int operations;
    private volatile Fault.Pace pace = Fault.Pace.INSTANT;

    Storm(Scene scene, Client client) {
        this.scene = scene;
        this.client = client;
    }

    /**
     * @param workloads one after the other, or mixed, as the fault has it
     * @param operations at least so many in all, a fifth of them after the last stroke
     * @param strokes how often the fault is asked to strike
     */
    Result rage(Fault fault, List<Workload> workloads, int operations, int strokes) throws Exception {
        attempts.clear();
        issued.set(0);
        until = Integer.MAX_VALUE;
        this.operations = operations;
        pace = fault.pace();
        long mark = scene.ledger().mark();
        List<CompletableFuture<?>> struck = new ArrayList<>();
        List<Thread> threads = callers(workloads);
        try {
            for (int i = 0; i < strokes; i++) {
                int after = operations * (i + 1) / (strokes + 1);
                Await.until("operation " + after, () -> issued.get() >= after);
                if (fault.fresh()) {
                    scene.proxy().cut();
                }
                struck.add(fault.stroke().strike(scene));
            }
        } finally {
            until = Math.max(operations, issued.get() + operations / 5);
            for (Thread thread : threads) {
                thread.join();
            }
            scene.callers().clear();
            scene.proxy().disarm();
            fault.relief().relieve(scene);
        }
        nextCallsWork(workloads);
        Comparison comparison = new Comparison();
        new Leaks(scene, client).reportTo(comparison);
        attempts.stream()
                .filter(attempt -> attempt.answer() != Answer.DONE && !client.knows(attempt.said()))
                .forEach(attempt -> comparison.violation(Violation.STRANGE, attempt.toString()));
        scene.ledger().compare(scene, mark, attempts, comparison);
        int hits = (int) struck.stream().filter(CompletableFuture::isDone).count();
        String verbs = workloads.size() == 1 ? workloads.get(0).name() : "all verbs";
        return new Result(fault, verbs, hits, comparison);
    }

    private List<Thread> callers(List<Workload> workloads) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread thread = new Thread(() -> call(workloads), "storm-" + i);
            thread.setDaemon(true);
            scene.callers().add(thread);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        return threads;
    }

    private void call(List<Workload> workloads) {
        int number = issued.getAndIncrement();
        while (number < until) {
            Attempt attempt = attempt(turn(workloads, number));
            // An interrupt is for one call.
            Thread.interrupted();
            if (attempt.answer() != Answer.DONE) {
                // As a redelivery would: otherwise all calls are gone before a server is back.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
            }
            number = issued.getAndIncrement();
        }
    }

    /** A stretch of each, so that calls of a kind meet, or mixed, which is what comes after the stretches, too. */
    private Workload turn(List<Workload> workloads, int number) {
        int stretch = (int) ((long) number * workloads.size() / operations);
        boolean mixed = pace != Fault.Pace.INSTANT || stretch >= workloads.size();
        return workloads.get(mixed ? number % workloads.size() : stretch);
    }

    private Attempt attempt(Workload workload) {
        long id = scene.ledger().nextId();
        Attempt attempt;
        try {
            workload.call().make(id);
            attempt = new Attempt(id, workload, Answer.DONE, null);
        } catch (Workload.WrongAnswer e) {
            attempt = new Attempt(id, workload, Answer.DONE, e);
        } catch (Throwable e) {
            attempt = new Attempt(id, workload, client.answer(e), e);
        }
        attempts.add(attempt);
        return attempt;
    }

    /** A connection that died unused is found out by a call; once one has, no further call may fail. */
    private void nextCallsWork(List<Workload> workloads) {
        int failed = 0;
        int inARow = 0;
        while (inARow < 2 * workloads.size()) {
            Attempt attempt = attempt(workloads.get(inARow % workloads.size()));
            inARow++;
            if (attempt.answer() != Answer.DONE) {
                inARow = 0;
                failed++;
                if (failed > DISCOVERIES) {
                    throw new AssertionError("calls fail after the fault is over: " + attempt, attempt.said());
                }
            }
        }
    }
}
