package io.camelpg.session;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where an operation gets its session from: a database's pool, or the transaction that it is part of. */
public interface Sessions {
    /**
     * A session for one operation, which closes it.
     *
     * @throws io.camelpg.error.PgException PG-0nn if no connection is to be had before the deadline, PG-4nn if the
     *     transaction cannot go on
     */
    Session open(Deadline deadline);

    /**
     * One more session for the same operation, which closes it, where nobody has to wait for it; null where somebody would,
     * or where all of the operation has to be on one session. From any thread.
     *
     * @throws io.camelpg.error.PgException PG-0nn if the connection cannot be opened
     */
    default @Nullable Session openIfFree(Deadline deadline) {
        return null;
    }

    /** Whether {@link #reading} may go elsewhere. */
    default boolean hasReplica() {
        return false;
    }

    /**
     * Runs work that only reads: on the replica where there is one that can be reached, else here; and once more here where
     * the replica failed it. So it may give nothing out before it has ended.
     *
     * @param deadline of all of it
     * @param work for the sessions of where it runs
     */
    default <T> T reading(Deadline deadline, Function<Sessions, T> work) {
        return work.apply(this);
    }

    /** The database that the sessions are of. */
    Database database();

    /** Whether each session is part of a transaction that ends later: nothing is committed before, and nothing retried. */
    boolean joined();
}
