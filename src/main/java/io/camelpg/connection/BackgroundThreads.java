package io.camelpg.connection;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads that watch over all pools of this class loader, however many pools there are: they begin with the first
 * pool and end with the last one. Thread-safe.
 */
public final class BackgroundThreads {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);
    private static final int TIMER_THREADS = 2;
    private static @Nullable BackgroundThreads running;

    private final DeadlineWatch deadlines = new DeadlineWatch();
    private final ScheduledExecutorService timer;
    private int users;

    private BackgroundThreads() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(TIMER_THREADS, task -> {
            Thread thread = new Thread(task, "camel-pg-timer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        // A task that waits for half an hour keeps its pool alive as long as it is in the queue.
        executor.setRemoveOnCancelPolicy(true);
        timer = executor;
    }

    /** For one user more; each of them ends its use by {@link #release()}. */
    public static BackgroundThreads acquire() {
        synchronized (BackgroundThreads.class) {
            BackgroundThreads threads = running;
            if (threads == null) {
                threads = new BackgroundThreads();
                running = threads;
            }
            threads.users++;
            return threads;
        }
    }

    /** What is still scheduled then belongs to nobody. */
    public void release() {
        synchronized (BackgroundThreads.class) {
            if (--users == 0) {
                running = null;
                timer.shutdownNow();
                deadlines.close();
            }
        }
    }

    /** For short work: it has few threads for all pools. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    DeadlineWatch deadlines() {
        return deadlines;
    }

    /**
     * Runs what may wait for the network on a thread of its own.
     *
     * @return false where the process gets no more threads, and nothing was run
     */
    public static boolean aside(Runnable work, String name) {
        return start(work, name) != null;
    }

    /** As {@link #aside}: the thread, or null where there is none to be had. */
    public static @Nullable Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        try {
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            LOG.warn("{} did not start: {}", name, e.getMessage());
            return null;
        }
    }

    /** As {@link #aside}, or on the caller's thread where there is no other. */
    public static void asideOrHere(Runnable work, String name) {
        if (!aside(work, name)) {
            work.run();
        }
    }
}
