package io.camelpg.bench;

import java.util.function.BiConsumer;

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

    /**
     * Starts one operation and tells its answer, or what went wrong, when it ends: later, on another thread, or at once.
     * Contenders that can only wait end it at once.
     */
    default void call(long key, BiConsumer<Object, Throwable> done) {
        try {
            done.accept(call(key), null);
        } catch (Exception e) {
            done.accept(null, e);
        }
    }

    /**
     * Looks whether all that was done is there.
     *
     * @param operations since the start
     * @throws WrongAnswer if something was lost, or is there twice
     */
    default void verify(long operations) throws Exception {}

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
