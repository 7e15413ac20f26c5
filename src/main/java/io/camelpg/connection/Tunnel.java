package io.camelpg.connection;

import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/** A way to a server through another machine, as configured. */
public interface Tunnel {
    /**
     * The way for one pool. Opens nothing yet.
     *
     * @param connection its name, for errors and threads
     * @param lost called when an open tunnel broke, and what went through it with it
     */
    Passage to(String connection, Server server, Runnable lost);

    /** Where the tunnel goes through, without credentials. */
    @Override
    String toString();

    /** A tunnel of one pool: opened when it is needed, and again when it is needed after it broke. Thread-safe. */
    interface Passage extends AutoCloseable {
        /**
         * The port on loopback that leads to the server.
         *
         * @throws PgException PG-014 or PG-016 if the tunnel cannot be opened, PG-003 if not in time
         */
        int port(long patienceNanos);

        /** Asks the other end why nothing comes through; null where it does connect to the server. */
        @Nullable
        PgException obstacle(long patienceNanos);

        /** Closes the tunnel for good. */
        @Override
        void close();
    }
}
