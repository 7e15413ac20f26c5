package io.camelpg.operation;

import io.camelpg.session.Sessions;

/** A verb with everything about it that is known at start. Thread-safe; built once per endpoint. */
public interface Operation {
    /**
     * Looks at the database before the first message, as far as it can be reached.
     *
     * @throws io.camelpg.error.PgException if no message could ever succeed
     */
    default void start(Sessions sessions) {}

    /** Runs it for one message. */
    Outcome run(Sessions sessions, Arguments arguments);
}
