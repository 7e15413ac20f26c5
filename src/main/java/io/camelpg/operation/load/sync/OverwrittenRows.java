package io.camelpg.operation.load.sync;

import org.jspecify.annotations.Nullable;

/**
 * Rows take the place of all that are there. Those are deleted: TRUNCATE would lock out readers, and take the rows from
 * those that have looked before ("Caveats" of the chapter on concurrency control in PostgreSQL's manual).
 */
final class OverwrittenRows extends AppendedRows {
    private final @Nullable RawRows raw;

    OverwrittenRows(SyncContext context, @Nullable RawRows raw) {
        super(context);
        this.raw = raw;
    }

    @Override
    public void begin() {
        OldRows.delete(context());
        if (raw != null) {
            raw.deleteAll();
        }
    }
}
