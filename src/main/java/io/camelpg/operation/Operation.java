package io.camelpg.operation;

import io.camelpg.session.Database;

/** A verb with everything about it that is known at start. Thread-safe; built once per endpoint. */
public interface Operation {
    /** Runs it for one message. */
    Outcome run(Database database, Arguments arguments);
}
