package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import java.util.List;

/** Finds the value that could not be bound. */
final class BadValues {
    private BadValues() {}

    /** The failure with the column in its message, where it is one of this row's values. */
    static PgException located(UpsertTarget target, SentRow row, PgException failure) {
        for (int i = row.present().nextSetBit(0); i >= 0; i = row.present().nextSetBit(i + 1)) {
            try {
                target.columns().get(i).check(row.values()[i]);
            } catch (PgException e) {
                return new PgException(
                        e.errorCode(), target.label(i) + ": " + e.detail(), e.sqlState(), e.hint(), null);
            }
        }
        return failure;
    }

    /** The same with the row's number. */
    static PgException located(UpsertTarget target, List<SentRow> rows, PgException failure) {
        for (SentRow row : rows) {
            PgException located = located(target, row, failure);
            if (located != failure) {
                return RejectedRow.numbered(row.index(), located);
            }
        }
        return failure;
    }
}
