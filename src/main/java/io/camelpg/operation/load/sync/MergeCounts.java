package io.camelpg.operation.load.sync;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the rows of a call that were merged. Not thread-safe. */
final class MergeCounts {
    private long staged;
    private long distinct;
    private long inserted;
    private long updated;
    private long deleted;

    void addStaged(long rows) {
        staged += rows;
    }

    long staged() {
        return staged;
    }

    /** Rows of different keys. */
    void distinct(long rows) {
        distinct = rows;
    }

    void addInserted(long rows) {
        inserted += rows;
    }

    void updated(long rows) {
        updated = rows;
    }

    void deleted(long rows) {
        deleted = rows;
    }

    /** What is not accounted for otherwise was older, not there to be deleted, or dropped by a trigger. */
    Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> changes) {
        long skipped = distinct - inserted - updated - deleted;
        Outcome.Upserted merged =
                new Outcome.Upserted(inserted, updated, skipped, deleted, staged - distinct, rejected, null);
        return changes == null ? merged : new Outcome.Merged(merged, changes);
    }
}
