package io.camelpg.operation;

import io.camelpg.row.RowStream;
import io.camelpg.session.StatementResult;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operation gave. */
public sealed interface Outcome {
    /**
     * Rows, to be read once and closed.
     *
     * @param updateCount rows changed by a statement with RETURNING, or -1 for one that only read
     */
    record Rows(RowStream rows, long updateCount) implements Outcome {}

    /**
     * Rows of a table on their way out.
     *
     * @param estimatedRows how many there may be, or -1
     * @param every after how many rows progress is told
     * @param checkpoint of an incremental read; null for all rows
     */
    record Extracted(RowStream rows, long estimatedRows, int every, @Nullable Checkpoint checkpoint)
            implements Outcome {}

    /** Nothing to tell: the message stays as it is. */
    record Nothing() implements Outcome {}

    /** Something else than rows, which becomes the body. */
    record Value(Object value) implements Outcome {}

    /** A statement without rows: how many it inserted, updated or deleted. */
    record Count(long updated) implements Outcome {}

    /**
     * Several statements, all committed.
     *
     * @param results of each statement, in order
     */
    record Several(List<StatementResult> results) implements Outcome {
        /** Of all statements that return rows. */
        public long rowCount() {
            return results.stream()
                    .map(StatementResult::rows)
                    .filter(Objects::nonNull)
                    .mapToLong(RowStream::total)
                    .sum();
        }

        /** Of all statements that return none. */
        public long updateCount() {
            return results.stream()
                    .filter(result -> result.rows() == null)
                    .mapToLong(StatementResult::updateCount)
                    .sum();
        }
    }

    /**
     * Rows written to a table by a key. The numbers and the rejected rows add up to the rows sent.
     *
     * @param skipped there already, of an older version, or not there to be deleted
     * @param merged part of another row of the same call and key
     * @param rejected in the order they were sent
     * @param rows what was asked to be given back, in the order sent; null for nothing
     */
    record Upserted(
            long inserted,
            long updated,
            long skipped,
            long deleted,
            long merged,
            List<RejectedRow> rejected,
            @Nullable RowStream rows)
            implements Outcome {
        public Upserted {
            rejected = List.copyOf(rejected);
        }

        /** Rows inserted, updated or deleted. */
        public long changed() {
            return inserted + updated + deleted;
        }
    }

    /**
     * Rows that were merged into a table.
     *
     * @param counts what became of them
     * @param changes of the table, and what was left out
     */
    record Merged(Upserted counts, List<SchemaChange> changes) implements Outcome {
        public Merged {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Rows added to a table. The numbers and the rejected rows add up to the rows sent.
     *
     * @param skipped dropped by a trigger
     * @param rejected in the order they were sent
     * @param changes of the table, and what was left out; null where no contract says what may become of it
     */
    record Loaded(long inserted, long skipped, List<RejectedRow> rejected, @Nullable List<SchemaChange> changes)
            implements Outcome {
        public Loaded {
            rejected = List.copyOf(rejected);
            changes = changes == null ? null : List.copyOf(changes);
        }
    }
}
