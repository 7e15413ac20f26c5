package io.camelpg.connection;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * So many connections for several pools together, open ones that nobody uses included. A pool that needs one takes a free
 * place, or that of the connection which has been idle longest in another pool; where all are in use, the next one that
 * comes back goes to the waiting pool that holds the fewest, so that whoever holds or wants everything keeps nobody else
 * from having one. Thread-safe.
 */
public final class ConnectionBudget {
    final ReentrantLock lock = new ReentrantLock();
    private final int total;
    private final Set<BudgetShare> holders = new LinkedHashSet<>();
    private final Set<BudgetShare> waiting = new LinkedHashSet<>();
    private int free;
    private long order;

    /** @param total connections that may be open at once, over all pools */
    public ConnectionBudget(int total) {
        this.total = total;
        this.free = total;
    }

    /** Connections in use now, over all pools. */
    public int inUse() {
        lock.lock();
        try {
            return holders.stream().mapToInt(BudgetShare::holdingNow).sum();
        } finally {
            lock.unlock();
        }
    }

    int total() {
        return total;
    }

    long nextInOrder() {
        return ++order;
    }

    /** A place for the share without anybody waiting: a free one, or that of an idle connection; null where there is none. */
    @Nullable
    BudgetShare takenFrom(BudgetShare share) {
        BudgetShare from;
        if (free > 0) {
            free--;
            from = share;
        } else {
            from = idlest();
            if (from == null) {
                return null;
            }
            from.losePlace();
            forget(from);
        }
        share.gainPlace();
        holders.add(share);
        return from;
    }

    private @Nullable BudgetShare idlest() {
        BudgetShare idlest = null;
        for (BudgetShare share : holders) {
            if (share.hasIdle() && (idlest == null || share.lastUse() < idlest.lastUse())) {
                idlest = share;
            }
        }
        return idlest;
    }

    /** Whose turn it is: of those that may have one more, who holds the fewest, and of these who has waited longest. */
    @Nullable
    BudgetShare next() {
        BudgetShare next = null;
        for (BudgetShare share : waiting) {
            if (share.mayHoldMore() && (next == null || share.comesBefore(next))) {
                next = share;
            }
        }
        return next;
    }

    void waits(BudgetShare share, boolean any) {
        if (any) {
            waiting.add(share);
        } else {
            waiting.remove(share);
        }
    }

    /** A place changes hands. */
    void handOver(BudgetShare from, BudgetShare to) {
        from.losePlace();
        to.gainPlace();
        holders.add(to);
        forget(from);
    }

    /** Places that nobody holds any more go to those who wait, or are free. */
    void surrender(BudgetShare share, int places) {
        for (int i = 0; i < places; i++) {
            share.losePlace();
            BudgetShare next = next();
            if (next == null) {
                free++;
            } else {
                next.gainPlace();
                holders.add(next);
                next.admitFirst().complete();
            }
        }
        forget(share);
    }

    private void forget(BudgetShare share) {
        if (share.places() == 0) {
            holders.remove(share);
        }
    }
}
