package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SourceRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table that one call fills. Used by one thread. */
interface TableOfCall {
    /** The table as the call takes it to be. */
    LoadTarget get();

    /** Whether rows have to be {@link #see seen} before it is known what table they go into. */
    boolean seesFirst();

    /** Looks at a row that is to be written. */
    void see(SourceRow row);

    /** Looks at the header of records. */
    void see(List<String> fields);

    /**
     * Makes the table one for all rows that were seen, in the open transaction.
     *
     * @param more whether there will be others, in the same transaction
     */
    void fit(boolean more);

    /** @return whether the catalog was read just now, and not before in this call */
    boolean renew();

    /** Whether a value that does not fit may be one for the type that its column has by now. */
    boolean isOtherNow(PgException failure);

    /** The table is not what it was taken to be: nobody is to go by that any more. */
    void forget();

    /** What was done in the open transaction is kept. */
    void committed();

    /** What was done in the open transaction is not kept. */
    void undone();

    /** What became of the table by the call; null where that is nobody's question. */
    @Nullable
    List<SchemaChange> changes();
}
