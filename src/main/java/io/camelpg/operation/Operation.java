package io.camelpg.operation;

import io.camelpg.session.Sessions;

/** A verb with everything about it that is known at start. Thread-safe; built once per endpoint. */
public interface Operation {
    /** Runs it for one message. */
    Outcome run(Sessions sessions, Arguments arguments);
}
