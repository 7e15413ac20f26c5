package io.camelpg.connection;

import io.camelpg.error.PgException;

/**
 * Where the login of a new connection comes from. Asked whenever one is opened and, where it can change, about once a
 * second beside that; user and password come as one value, so that a rotation cannot mix them. Thread-safe.
 */
public interface Credentials {
    /**
     * The login for a connection that is opened now.
     *
     * @param patienceNanos how long the caller can wait for it
     * @throws PgException PG-015 if there is none
     */
    Login current(long patienceNanos);

    /** The same for one of several servers, where it depends on the server. */
    default Credentials at(Server server) {
        return this;
    }

    /** As {@link #current}, when the server has rejected a login: looks again where a value was kept. */
    default Login again(Login rejected, long patienceNanos) {
        return current(patienceNanos);
    }

    /** Whether {@link #current} can ever answer differently. */
    boolean canChange();

    /** Whether connections of the older login are to be closed, those in use after their use, once the newer one works. */
    default boolean replaces(Login older, Login newer) {
        return !older.equals(newer);
    }
}
