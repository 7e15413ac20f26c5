package io.camelpg.event;

/** Somebody who listens. Called on the thread of the exchange: quick, thread-safe, never throws. */
@FunctionalInterface
public interface Observer {
    void on(PgEvent event);
}
