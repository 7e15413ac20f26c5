package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way from sessions that read parts to the one who reads all of them, in the order in which they arrive. Each
 * session has a thread, which takes a part when it is through with the one before, and waits where what has arrived and was
 * not read is as much as all of them may hold. The first failure ends it for all. Thread-safe.
 */
final class RowHandover {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long capacity;
    private final Runnable whenOver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition left = lock.newCondition();
    private final Deque<ReadPart> parts;
    private final Deque<Batch> ready = new ArrayDeque<>();
    /** Those that may be waiting for the server. */
    private final List<Session> atWork = new ArrayList<>();
    /** Those that have a session. */
    private int readers;

    private volatile boolean stopped;
    private boolean enough;
    private long held;
    private long rows;
    private long bytes;
    private boolean waiting;
    private long taken;
    private volatile @Nullable String cutShort;
    private volatile @Nullable Throwable failure;

    private record Batch(BufferedRows rows, long memory) {}

    /**
     * @param capacity how much memory rows may take that nobody has read; {@link Long#MAX_VALUE} for all of it
     * @param whenOver runs when the last session has been given back
     */
    RowHandover(Collection<ReadPart> parts, long capacity, Runnable whenOver) {
        this.parts = new ArrayDeque<>(parts);
        this.capacity = capacity;
        this.whenOver = whenOver;
    }

    /** The session of the reader that has the first part. */
    void begins(Session session) {
        lock.lock();
        try {
            readers++;
            atWork.add(session);
        } finally {
            lock.unlock();
        }
    }

    /** Another reader has got its session; false where it is not needed any more. */
    boolean joins(Session session) {
        lock.lock();
        try {
            boolean needed = !stopped && !parts.isEmpty();
            if (needed) {
                readers++;
                atWork.add(session);
            }
            return needed;
        } finally {
            lock.unlock();
        }
    }

    /** The next part; null where there is none, or nobody wants it any more. */
    @Nullable
    ReadPart take() {
        lock.lock();
        try {
            return stopped ? null : parts.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Rows have arrived; returns when there is room for more, or false where nobody wants them. */
    boolean put(Session session, BufferedRows batch, long memory) {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            if (batch.total() > 0) {
                ready.add(new Batch(batch, memory));
                held += memory;
                rows += batch.total();
                bytes += batch.bytes();
                arrived.signal();
            }
            // Nobody has to interrupt it as long as it waits here, so that its connection stays as it is.
            atWork.remove(session);
            while (held >= capacity && !stopped) {
                room.awaitUninterruptibly();
            }
            if (!stopped) {
                atWork.add(session);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** A reader is about to give its session back: from here on nobody else touches it. */
    void leaves(Session session) {
        lock.lock();
        try {
            atWork.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** A reader has ended, its session is back. */
    void ended() {
        boolean last;
        lock.lock();
        try {
            readers--;
            last = readers == 0;
            left.signalAll();
            arrived.signal();
        } finally {
            lock.unlock();
        }
        if (last) {
            whenOver.run();
        }
    }

    /** A reader cannot go on: nothing more comes, from none of them. */
    void fails(Throwable reason) {
        end(null, reason);
    }

    private boolean isComplete() {
        return failure == null && cutShort == null && (readers == 0 || enough);
    }

    /** The first end is the end; what has arrived as a whole stays. */
    private void end(@Nullable String why, @Nullable Throwable reason) {
        lock.lock();
        try {
            if (!stopped && !isComplete()) {
                cutShort = why;
                failure = reason;
                ready.clear();
                held = 0;
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        stopped = true;
        parts.clear();
        room.signalAll();
        arrived.signalAll();
        atWork.forEach(Session::interrupt);
    }

    /** So that the connections are back. */
    private void awaitReaders() {
        long until = System.nanoTime() + PATIENCE_NANOS;
        lock.lock();
        try {
            while (readers > 0 && System.nanoTime() - until < 0) {
                await(left, LOOK_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Once, as the callers look again; whoever is interrupted is so afterwards. */
    @SuppressWarnings("WaitNotInLoop")
    private static void await(Condition condition, long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            condition.awaitNanos(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until all rows are here.
     *
     * @param most more than so many are not waited for; 0 for all
     */
    void awaitAll(int most, Deadline deadline) {
        lock.lock();
        try {
            while (readers > 0 && !stopped) {
                if (most > 0 && rows >= most) {
                    enough = true;
                    stop();
                } else if (deadline.isOver()) {
                    end(null, timeout(deadline));
                } else {
                    await(arrived, LOOK_NANOS);
                }
            }
        } finally {
            lock.unlock();
        }
        if (stopped) {
            awaitReaders();
        }
        requireGoingOn(0);
    }

    private static PgException timeout(Deadline deadline) {
        return new PgException(
                PgErrorCode.TIMEOUT,
                "the rows were not all there after " + deadline.timeoutMillis() + " ms, the deadline");
    }

    /** @throws PgException what a reader failed with; PG-311 where it was closed after so many rows, before its end */
    void requireGoingOn(long position) {
        Throwable reason = failure;
        if (reason != null) {
            awaitReaders();
            throw thrown(reason);
        }
        String why = cutShort;
        if (why != null) {
            throw new PgException(PgErrorCode.STREAM_CLOSED, why + " after " + position + " rows");
        }
    }

    private static RuntimeException thrown(Throwable reason) {
        if (reason instanceof Error error) {
            throw error;
        }
        return (RuntimeException) reason;
    }

    /** What has arrived next, at its first row; null behind the last one, and where it was ended before that. */
    @Nullable
    BufferedRows next() {
        lock.lock();
        try {
            waiting = true;
            while (ready.isEmpty() && readers > 0 && !stopped) {
                arrived.awaitUninterruptibly();
            }
            Batch next = ready.poll();
            if (next != null) {
                taken++;
                held -= next.memory();
                room.signalAll();
                next.rows().advance();
                return next.rows();
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
        return null;
    }

    /** How many rows there are in all; -1 where nobody knows yet. */
    long total() {
        lock.lock();
        try {
            return isComplete() ? rows : -1;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** How many times the one who reads has got rows. */
    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session is still out. */
    boolean isOpen() {
        lock.lock();
        try {
            return readers > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the sessions are back, or after some seconds. */
    void close(String why) {
        end(why, null);
        awaitStopped();
    }

    /** The same, unless the one who reads waits for rows, or has read; whether it was closed. */
    boolean closeUnread(String why, BooleanSupplier unread) {
        lock.lock();
        try {
            if (waiting || !unread.getAsBoolean()) {
                return false;
            }
            end(why, null);
        } finally {
            lock.unlock();
        }
        awaitStopped();
        return true;
    }

    private void awaitStopped() {
        if (cutShort != null || failure != null) {
            awaitReaders();
        }
    }
}
