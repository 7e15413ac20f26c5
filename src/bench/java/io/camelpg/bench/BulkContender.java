package io.camelpg.bench;

/** One way to move many rows in one call. Used by one thread. */
interface BulkContender extends AutoCloseable {
    /** Short, for the table. */
    String name();

    /** The configuration that matters, for the reader who wants to repeat it. */
    String how();

    /**
     * Opens connections and starts contexts; the tables are there.
     *
     * @throws Contender.NotHere if this contender cannot run here at all
     */
    void start(BenchServer server) throws Exception;

    /** What is not part of what is measured, such as emptying a table. */
    default void prepare() throws Exception {}

    /** Moves so many rows, and returns how many have arrived, as far as it knows by itself. */
    long move(int rows) throws Exception;

    /** Looks whether all that was moved has arrived. */
    default void verify(int rows) throws Exception {}

    @Override
    void close() throws Exception;
}
