package io.camelpg.app.embedded;

import java.util.Map;

/** A server that runs in this process because the environment names none; what it keeps goes when it goes. */
interface EmbeddedServer extends AutoCloseable {
    /** The properties that point the application to it. */
    Map<String, String> properties();

    /** What it is and how people reach it, for the log. */
    String description();

    /** Stops the server and removes its data; a second call does nothing. */
    @Override
    void close();
}
