package io.camelpg.fault;

import java.time.Duration;

/** A way to use a database that is put to the test, ours or another. */
interface Client extends AutoCloseable {
    /** So many rows that the driver sends them in several portions. */
    int MANY = 2000;

    String name();

    /** One row by itself. */
    Workload insert();

    /** Two rows in one transaction; the second's error is caught, and the transaction committed. */
    Workload swallowing();

    /** A batch of {@link #MANY} rows. */
    Workload bigBatch();

    /** BEGIN as a statement, on a connection that is given back at once. */
    void begin() throws Exception;

    /** Moves all rows to the archive. */
    void archive() throws Exception;

    /** What its caller has to believe of the work after this failure. */
    Answer answer(Throwable failure);

    /** Whether the failure is one that the client's documentation speaks of. */
    boolean knows(Throwable failure);

    /** How many connections are out of its pool now. */
    int leased();

    /** How many connections its pool has open, in use or idle. */
    int open();

    @Override
    void close();

    /** How long it may take to have everything put back. */
    default Duration patience() {
        return Duration.ofSeconds(30);
    }
}
