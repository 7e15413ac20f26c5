package io.camelpg.session;

import java.util.concurrent.TimeUnit;

/**
 * Until when a call may take. The pool's wait and the statement share it.
 *
 * @param timeoutMillis as configured
 * @param nanos on the scale of {@link System#nanoTime()}
 */
public record Deadline(long timeoutMillis, long nanos) {
    public static Deadline after(long timeoutMillis) {
        return new Deadline(timeoutMillis, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    /** The same time again from now on, for the next fetch of a stream. */
    public Deadline renewed() {
        return after(timeoutMillis);
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}
