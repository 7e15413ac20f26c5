package io.camelpg.session;

/** Where an operation gets its session from: a database's pool, or the transaction that it is part of. */
public interface Sessions {
    /**
     * A session for one operation, which closes it.
     *
     * @throws io.camelpg.error.PgException PG-0nn if no connection is to be had before the deadline, PG-4nn if the
     *     transaction cannot go on
     */
    Session open(Deadline deadline);

    /** The database that the sessions are of. */
    Database database();

    /** Whether each session is part of a transaction that ends later: nothing is committed before, and nothing retried. */
    boolean joined();
}
