package io.camelpg.operation.load.sync;

import io.camelpg.operation.SourceRow;
import io.camelpg.operation.load.LoadRow;
import io.camelpg.operation.load.MetaColumns;
import io.camelpg.operation.load.RowFinish;
import java.time.OffsetDateTime;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Notes in every row of a call where it comes from, as far as the table has columns for that.
 *
 * @param generation which refresh it is; null where there is none
 * @param batch what the batch is called; null where it has no name
 */
record RowStamp(
        MetaColumns columns,
        OffsetDateTime extractedAt,
        OffsetDateTime loadedAt,
        @Nullable Long generation,
        @Nullable String batch)
        implements RowFinish {
    @Override
    public @Nullable BitSet wanted(SourceRow source) {
        return null;
    }

    @Override
    public void finish(LoadRow row, BitSet present) {
        put(row, present, columns.rawId(), row.id());
        put(row, present, columns.extractedAt(), extractedAt);
        put(row, present, columns.loadedAt(), loadedAt);
        put(row, present, columns.generationId(), generation);
        row.batch(batch);
        put(row, present, columns.meta(), columns.meta() < 0 ? null : row.meta());
    }

    private static void put(LoadRow row, BitSet present, int column, @Nullable Object value) {
        if (column >= 0) {
            row.values()[column] = value;
            present.set(column);
        }
    }
}
