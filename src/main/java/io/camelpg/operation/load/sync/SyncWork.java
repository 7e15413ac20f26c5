package io.camelpg.operation.load.sync;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.ChunkRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a mode does with the rows of a message, within a transaction that holds the table. Used by one thread. */
interface SyncWork {
    /** @param raw where rows are also kept as they came; null where they are not */
    static SyncWork of(SyncContext context, @Nullable RawRows raw) {
        return switch (context.sync().mode()) {
            case OVERWRITE ->
                context.sync().generations()
                        ? new GenerationRows(context, raw)
                        : context.sync().swap() ? new SwappedRows(context, raw) : new OverwrittenRows(context, raw);
            case DEDUP -> new DedupRows(context);
            case APPEND, INCREMENTAL_APPEND -> new BatchRows(context, raw);
        };
    }

    /** What comes before the first row. */
    void begin();

    /** The table has other columns from here on, more of them or wider ones, in the same places. */
    void changed(SyncContext now);

    /** Takes the next rows. */
    ChunkRows rows();

    /**
     * Writes rows that were taken.
     *
     * @param rejected takes the bad ones
     */
    void write(ChunkRows rows, List<RejectedRow> rejected);

    /** Whether the rows are to be written, and are not there already. */
    default boolean writes() {
        return true;
    }

    /** What comes after the last row, other than the commit. */
    void finish();

    /** What was done to the table besides; null for nothing. */
    default @Nullable List<SchemaChange> changes() {
        return null;
    }

    /**
     * What became of the rows.
     *
     * @param rejected in the order they were sent
     * @param changes of the table; null where that is nobody's question
     */
    Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> changes);
}
