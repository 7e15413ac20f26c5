package io.camelpg.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Lets all contenders take turns: first each warms up, then round after round each has one slice, every round starting
 * with another one. Within a round all get the same keys.
 */
final class Runner {
    /** Each thread has one answer in so many checked while the clock runs; too few to show in the figures. */
    static final int CHECKED_EVERY = 4096;

    private static final int CHECKED_BEFORE = 50;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Pace pace;
    private final Map<Contender, Long> done = new IdentityHashMap<>();

    Runner(Pace pace) {
        this.pace = pace;
    }

    /** Runs the contenders, all of them started, at one level of concurrency. */
    List<Series> run(Workload workload, List<Contender> contenders, int level) throws Exception {
        int threads = workload.drive() == Workload.Drive.THREADS ? level : 1;
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Series> series = new ArrayList<>();
            for (Contender contender : contenders) {
                checkBefore(workload, contender);
                slice(workload, contender, workers, level, pace.warmUpMillis, -1);
                series.add(new Series(contender, new ArrayList<>()));
            }
            for (int round = 0; round < pace.rounds; round++) {
                for (int turn = 0; turn < series.size(); turn++) {
                    Series next = series.get((round + turn) % series.size());
                    next.slices().add(slice(workload, next.contender(), workers, level, pace.sliceMillis, round));
                }
            }
            return series;
        } finally {
            workers.shutdownNow();
        }
    }

    /** Whether each contender's work is there, as often as it was done. */
    void verify(List<Contender> contenders) throws Exception {
        for (Contender contender : contenders) {
            contender.verify(done.getOrDefault(contender, 0L));
        }
    }

    private void checkBefore(Workload workload, Contender contender) throws Exception {
        SplittableRandom random = new SplittableRandom(0);
        for (int i = 0; i < CHECKED_BEFORE; i++) {
            long key = random.nextLong(workload.keys()) + 1;
            workload.check().check(contender.name(), key, contender.call(key));
            done.merge(contender, 1L, Long::sum);
        }
    }

    private Slice slice(
            Workload workload, Contender contender, ExecutorService workers, int level, int millis, int round)
            throws Exception {
        System.gc();
        Slice slice = workload.drive() == Workload.Drive.THREADS
                ? threads(workload, contender, workers, level, millis, round)
                : inFlight(workload, contender, level, millis, round);
        done.merge(contender, slice.operations(), Long::sum);
        return slice;
    }

    private Slice inFlight(Workload workload, Contender contender, int level, int millis, int round) throws Exception {
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < level; i++) {
            chains.add(new Chain(
                    workload, contender, new SplittableRandom(1_000L * round + i), begin + millis * 1_000_000L));
        }
        chains.forEach(Chain::run);
        long operations = 0;
        for (Chain chain : chains) {
            operations += chain.operations();
        }
        long nanos = System.nanoTime() - begin;
        long cpuNanos = system.getProcessCpuTime() - cpu;
        Histogram latencies = Slice.noLatencies();
        chains.forEach(chain -> latencies.add(chain.latencies()));
        return new Slice(operations, nanos, cpuNanos, latencies);
    }

    private Slice threads(
            Workload workload, Contender contender, ExecutorService workers, int threads, int millis, int round)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Future<Histogram>> counts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            SplittableRandom keys = new SplittableRandom(1_000L * round + thread);
            counts.add(workers.submit(work(workload, contender, start, keys, millis)));
        }
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        start.await();
        Histogram latencies = Slice.noLatencies();
        for (Future<Histogram> count : counts) {
            latencies.add(count.get());
        }
        long nanos = System.nanoTime() - begin;
        return new Slice(latencies.getTotalCount(), nanos, system.getProcessCpuTime() - cpu, latencies);
    }

    private static Callable<Histogram> work(
            Workload workload, Contender contender, CyclicBarrier start, SplittableRandom keys, int millis) {
        return () -> {
            Histogram latencies = Slice.noLatencies();
            start.await();
            long called = System.nanoTime();
            long end = called + millis * 1_000_000L;
            long operations = 0;
            while (called < end) {
                long key = keys.nextLong(workload.keys()) + 1;
                Object answer = contender.call(key);
                long answered = System.nanoTime();
                latencies.recordValue(answered - called);
                if (++operations % CHECKED_EVERY == 0) {
                    workload.check().check(contender.name(), key, answer);
                }
                called = System.nanoTime();
            }
            return latencies;
        };
    }
}
