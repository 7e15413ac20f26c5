package io.camelpg.operation.lead;

import org.jspecify.annotations.Nullable;

/**
 * One who stands for the leadership of a namespace. What it says holds now, by the clock, whatever threads were held up.
 * Thread-safe.
 */
public final class Candidacy {
    /**
     * The lock as the server was last known to have given it.
     *
     * @param epoch grows with every leader of the namespace
     * @param fromNanos since when it may be acted on
     * @param untilNanos when it ends without another answer
     */
    private record Hold(long epoch, long fromNanos, long untilNanos) {
        boolean leads(long now) {
            return now - fromNanos >= 0 && now - untilNanos < 0;
        }
    }

    private final String namespace;
    private final LockKey key;
    private volatile @Nullable Hold hold;

    Candidacy(String namespace) {
        this.namespace = namespace;
        this.key = LockKey.of(namespace);
    }

    public String namespace() {
        return namespace;
    }

    LockKey key() {
        return key;
    }

    /** Whether it leads at this moment. */
    public boolean leads() {
        Hold known = hold;
        return known != null && known.leads(System.nanoTime());
    }

    /** The number of its leadership: higher than that of any leader before. Null where it does not lead. */
    public @Nullable Long epoch() {
        Hold known = hold;
        return known != null && known.leads(System.nanoTime()) ? (Long) known.epoch() : null;
    }

    boolean holds() {
        return hold != null;
    }

    synchronized void granted(long epoch, long fromNanos, long untilNanos) {
        hold = new Hold(epoch, fromNanos, untilNanos);
    }

    /** The server was there at a moment, and so was the lock. */
    synchronized void confirmed(long untilNanos) {
        Hold known = hold;
        if (known != null) {
            hold = new Hold(known.epoch(), known.fromNanos(), untilNanos);
        }
    }

    synchronized void lost() {
        hold = null;
    }
}
