package io.camelpg.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One pool's part of a {@link ConnectionBudget}. It has a place for each connection that is open, in use or idle; where it
 * loses the place of an idle one, that is closed. All fields are guarded by the budget's lock.
 */
final class BudgetShare implements Admission {
    /** Somebody who waits: chosen when a place is on its way, admitted when it is there. */
    private final class Waiter implements Departure {
        private final Condition turn = budget.lock.newCondition();
        private final long since = budget.nextInOrder();
        private boolean chosen;
        private boolean admitted;

        @Override
        public boolean stays() {
            return false;
        }

        @Override
        public void complete() {
            budget.lock.lock();
            try {
                admitted = true;
                turn.signal();
            } finally {
                budget.lock.unlock();
            }
        }
    }

    /** The connection stays where it was, for nobody or for the next one of the same pool. */
    private record Stay(@Nullable Departure next) implements Departure {
        @Override
        public boolean stays() {
            return true;
        }

        @Override
        public void complete() {
            if (next != null) {
                next.complete();
            }
        }
    }

    private static final Departure STAY = new Stay(null);
    private static final Departure GONE = new Departure() {
        @Override
        public boolean stays() {
            return false;
        }

        @Override
        public void complete() {
            // Its place is free already.
        }
    };

    private final ConnectionBudget budget;
    private final int most;
    private final Runnable shed;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int places;
    private int held;
    private long lastUse;
    private boolean closed;

    /**
     * @param most connections in use at once
     * @param shed closes an idle connection where more are open than there are places
     */
    BudgetShare(ConnectionBudget budget, int most, Runnable shed) {
        this.budget = budget;
        this.most = most;
        this.shed = shed;
    }

    @Override
    public boolean enter(long nanos) throws InterruptedException {
        BudgetShare from;
        budget.lock.lock();
        try {
            if (closed) {
                return false;
            }
            boolean first = waiters.isEmpty() && held < most;
            if (first && held < places) {
                held++;
                return true;
            }
            from = first ? budget.takenFrom(this) : null;
            if (from == null) {
                return await(nanos);
            }
            held++;
        } finally {
            budget.lock.unlock();
        }
        if (from != this) {
            from.shed.run();
        }
        return true;
    }

    private boolean await(long nanos) throws InterruptedException {
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        budget.waits(this, true);
        long left = nanos;
        boolean interrupted = false;
        while (!waiter.admitted) {
            if (waiter.chosen) {
                // Another thread is closing the connection whose place it is.
                waiter.turn.awaitUninterruptibly();
            } else if (left <= 0 || interrupted || closed) {
                waiters.remove(waiter);
                budget.waits(this, !waiters.isEmpty());
                if (interrupted) {
                    throw new InterruptedException();
                }
                return false;
            } else {
                try {
                    left = waiter.turn.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Override
    public Departure leave() {
        budget.lock.lock();
        try {
            held--;
            lastUse = budget.nextInOrder();
            if (closed) {
                budget.surrender(this, 1);
                return GONE;
            }
            BudgetShare next = budget.next();
            if (next == null) {
                return STAY;
            }
            if (next == this) {
                return new Stay(admitFirst());
            }
            budget.handOver(this, next);
            return next.admitFirst();
        } finally {
            budget.lock.unlock();
        }
    }

    /** The first waiter has a place from here on. */
    Departure admitFirst() {
        Waiter waiter = waiters.remove();
        waiter.chosen = true;
        held++;
        budget.waits(this, !waiters.isEmpty());
        return waiter;
    }

    @Override
    public void close() {
        budget.lock.lock();
        try {
            closed = true;
            budget.surrender(this, places - held);
            waiters.forEach(waiter -> waiter.turn.signal());
        } finally {
            budget.lock.unlock();
        }
    }

    @Override
    public int holding() {
        budget.lock.lock();
        try {
            return held;
        } finally {
            budget.lock.unlock();
        }
    }

    @Override
    public int waiting() {
        budget.lock.lock();
        try {
            return waiters.size();
        } finally {
            budget.lock.unlock();
        }
    }

    @Override
    public boolean isTooMany(int idle) {
        budget.lock.lock();
        try {
            return held + idle > places;
        } finally {
            budget.lock.unlock();
        }
    }

    int holdingNow() {
        return held;
    }

    int places() {
        return places;
    }

    void losePlace() {
        places--;
    }

    void gainPlace() {
        places++;
    }

    boolean hasIdle() {
        return places > held;
    }

    long lastUse() {
        return lastUse;
    }

    boolean mayHoldMore() {
        return held < most;
    }

    boolean comesBefore(BudgetShare other) {
        return held != other.held ? held < other.held : waiters.element().since < other.waiters.element().since;
    }

    @Override
    public String toString() {
        return held + " of " + most + ", in all of " + budget.total();
    }
}
