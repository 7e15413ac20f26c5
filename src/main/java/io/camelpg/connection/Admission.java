package io.camelpg.connection;

/** Decides who may hold a connection of a pool, and who waits. Thread-safe. */
interface Admission {
    /** How a connection leaves its holder's hands. */
    interface Departure {
        /** Whether it may stay open in its pool; where not, its place is somebody else's. */
        boolean stays();

        /** It has been given back or closed: whoever comes next may go on. */
        void complete();
    }

    /**
     * Waits at most so long.
     *
     * @return whether a connection may be held now
     */
    boolean enter(long nanos) throws InterruptedException;

    /** A connection is about to be given back. */
    Departure leave();

    /** Connections held now. */
    int holding();

    /** Whether so many connections that nobody holds are more than there is room for: whoever holds one has one or opens one. */
    boolean isTooMany(int idle);

    /** Callers waiting now. */
    int waiting();

    /** The pool is closed: nobody waits any more. */
    void close();
}
