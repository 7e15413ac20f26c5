package io.camelpg.fault;

import java.util.List;

/** A way to use a database that is put to the test, ours or another. */
interface Client extends AutoCloseable {
    String name();

    /** All that it can do. */
    List<Workload> workloads();

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

    /** One of {@link #workloads()}. */
    default Workload workload(String name) {
        return workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
