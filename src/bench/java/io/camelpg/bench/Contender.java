package io.camelpg.bench;

/** One way to do the work of a workload. Called from several threads at once after {@link #start()}. */
interface Contender extends AutoCloseable {
    /** Short, for the table. */
    String name();

    /** The configuration that matters, for the reader who wants to repeat it. */
    String how();

    /**
     * Opens pools and starts contexts.
     *
     * @throws NotHere if this contender cannot run in this build at all
     */
    void start() throws Exception;

    /** Does one operation and gives its answer, complete and in memory. */
    Object call(long key) throws Exception;

    @Override
    void close() throws Exception;

    /** The contender is left out of the run, with this reason. */
    final class NotHere extends Exception {
        private static final long serialVersionUID = 1L;

        NotHere(String reason) {
            super(reason);
        }
    }
}
