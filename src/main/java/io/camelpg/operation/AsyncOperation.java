package io.camelpg.operation;

import io.camelpg.session.Database;

/** An operation whose calls may end later, on another thread, so that callers need not wait. Thread-safe. */
public interface AsyncOperation extends Operation {
    /** Told once how a call ended. */
    interface Completion {
        /** @param sync whether this is still within {@link AsyncOperation#start} */
        void done(Outcome outcome, boolean sync);

        /** @param sync whether this is still within {@link AsyncOperation#start} */
        void failed(RuntimeException failure, boolean sync);
    }

    /**
     * Starts a call.
     *
     * @return whether it has ended already
     * @throws io.camelpg.error.PgException where it cannot even begin; the completion is not told then
     */
    boolean start(Database database, Arguments arguments, Completion completion);
}
