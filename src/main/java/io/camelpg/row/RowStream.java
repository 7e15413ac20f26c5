package io.camelpg.row;

import io.camelpg.type.Format;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way from the server, seen once, one at a time, in wire format. Not thread-safe; whoever holds it closes
 * it, any number of times.
 */
public interface RowStream extends AutoCloseable {
    Columns columns();

    /**
     * Moves to the next row.
     *
     * @return false at the end
     * @throws io.camelpg.error.PgException if the rows cannot be had
     */
    boolean advance();

    /** The current row's value, or null for NULL. The array must not be changed. */
    byte @Nullable [] value(int column);

    /** The format of a column's values; the same for all rows. */
    Format format(int column);

    /** Rows passed so far, the current one included. */
    long position();

    /** How many rows there are in all, or -1 while that is not known. */
    long total();

    /** How many bytes the values have that have arrived so far, in wire format; -1 where nobody counts. */
    default long bytes() {
        return -1;
    }

    /** Whether rows were left out because of a limit; known at the end. */
    boolean truncated();

    @Override
    void close();
}
