package io.camelpg;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * When a context stops, Camel waits so long for what is under way (its shutdown strategy's timeout), and goes on by force
 * then: routes that still wait get no chance to answer. So calls are cancelled a little earlier, and their routes come to an
 * end of their own, with whatever they do about an error. Thread-safe.
 */
final class CancelOnStop extends LifecycleStrategySupport {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private final Runnable cancel;
    private volatile @Nullable Thread waiting;

    CancelOnStop(Runnable cancel) {
        this.cancel = cancel;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        ShutdownStrategy strategy = context.getShutdownStrategy();
        long timeout = strategy.getTimeUnit().toNanos(strategy.getTimeout());
        long until = System.nanoTime() + timeout - before(timeout);
        Thread thread = new Thread(
                () -> {
                    while (waiting != null && System.nanoTime() - until < 0) {
                        LockSupport.parkNanos(until - System.nanoTime());
                    }
                    if (waiting != null) {
                        cancel.run();
                    }
                },
                "camel-pg-stop");
        thread.setDaemon(true);
        waiting = thread;
        thread.start();
    }

    /** How much of the time routes get to answer: a quarter, 5 s at most. */
    static long before(long timeoutNanos) {
        return Math.min(MOST_NANOS, timeoutNanos / 4);
    }

    /** All routes have ended. */
    void forget() {
        Thread thread = waiting;
        waiting = null;
        LockSupport.unpark(thread);
    }
}
