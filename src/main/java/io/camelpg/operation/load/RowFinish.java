package io.camelpg.operation.load;

import io.camelpg.operation.SourceRow;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What a row gets besides its fields. Used by one thread. */
public interface RowFinish {
    /** The only columns that are looked at in such a row; null for all. */
    @Nullable
    BitSet wanted(SourceRow source);

    /**
     * Puts into the row what is not among its fields.
     *
     * @param present the columns that it has, added to
     * @throws io.camelpg.error.PgException where the row is not one for this table
     */
    void finish(LoadRow row, BitSet present);
}
