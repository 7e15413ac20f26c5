package io.camelpg.operation.upsert;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.row.Columns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of rows, added up. Not thread-safe. */
final class Tally {
    private long inserted;
    private long updated;
    private long skipped;
    private long deleted;
    private long merged;
    private final List<ReturnedRow> returned = new ArrayList<>();

    List<ReturnedRow> returned() {
        return returned;
    }

    void addInserted(long rows) {
        inserted += rows;
    }

    void addUpdated(long rows) {
        updated += rows;
    }

    void addSkipped(long rows) {
        skipped += rows;
    }

    void addDeleted(long rows) {
        deleted += rows;
    }

    void addMerged(long rows) {
        merged += rows;
    }

    void add(Tally other) {
        inserted += other.inserted;
        updated += other.updated;
        skipped += other.skipped;
        deleted += other.deleted;
        merged += other.merged;
        returned.addAll(other.returned);
    }

    /**
     * All of it, as a call's outcome.
     *
     * @param columns of the rows that are given back; null where none are
     */
    Outcome outcome(@Nullable Columns columns, List<RejectedRow> rejected) {
        return new Outcome.Upserted(
                inserted,
                updated,
                skipped,
                deleted,
                merged,
                rejected,
                columns == null ? null : new ReturnedRows(columns, returned));
    }
}
