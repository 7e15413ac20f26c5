package io.camelpg.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread of its own for work that somebody wants: it begins with the first who does, ends with the last, and another one
 * begins with the next. The monitor of its owner guards it, and whatever the work waits for. Thread-safe.
 */
public final class WantedThread implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Object owner;
    private final String name;
    private final BooleanSupplier wanted;
    private final Runnable work;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * @param wanted whether anybody wants it; asked under the owner's monitor
     * @param work goes on while {@link #isWanted}, which it asks each time it begins anew
     */
    public WantedThread(Object owner, String name, BooleanSupplier wanted, Runnable work) {
        this.owner = owner;
        this.name = name;
        this.wanted = wanted;
        this.work = work;
    }

    /** Something has changed, such as who wants it. Returns at once. */
    public void wake() {
        synchronized (owner) {
            if (thread == null && goesOn()) {
                Thread started = new Thread(this::run, name);
                started.setDaemon(true);
                started.start();
                thread = started;
            }
            owner.notifyAll();
        }
    }

    private void run() {
        try {
            work.run();
        } finally {
            synchronized (owner) {
                // where an error ended it, the next one who wants it gets another
                if (Thread.currentThread().equals(thread)) {
                    thread = null;
                    owner.notifyAll();
                }
            }
        }
    }

    /** Asked by the thread: where it is not wanted, it has to end, for the next one who wants it gets another. */
    public boolean isWanted() {
        synchronized (owner) {
            boolean goesOn = goesOn();
            if (!goesOn) {
                thread = null;
                owner.notifyAll();
            }
            return goesOn;
        }
    }

    /** Whether what it does now is wanted still. */
    public boolean goesOn() {
        synchronized (owner) {
            return !closed && wanted.getAsBoolean();
        }
    }

    public boolean isClosed() {
        synchronized (owner) {
            return closed;
        }
    }

    /** The thread waits so long, if it is wanted and there is nothing else to do; whoever interrupts it ends it for good. */
    public void pause(long nanos, BooleanSupplier idle) {
        synchronized (owner) {
            long end = System.nanoTime() + nanos;
            try {
                long left = nanos;
                while (left > 0 && goesOn() && idle.getAsBoolean()) {
                    TimeUnit.NANOSECONDS.timedWait(owner, left);
                    left = end - System.nanoTime();
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** For good. Returns when it has ended, or after a second. */
    @Override
    public void close() {
        synchronized (owner) {
            closed = true;
            owner.notifyAll();
            long end = System.nanoTime() + PATIENCE_NANOS;
            try {
                while (thread != null && end - System.nanoTime() > 0) {
                    owner.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
