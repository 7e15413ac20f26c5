package io.camelpg.operation.load.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows are added to what is there; those of a batch that has been there before take the place of its own. */
final class BatchRows extends AppendedRows {
    private final @Nullable RawRows raw;
    private final String batch;

    BatchRows(SyncContext context, @Nullable RawRows raw) {
        super(context);
        this.raw = raw;
        this.batch = Objects.requireNonNullElse(context.message().batch(), "");
    }

    @Override
    public void begin() {
        if (batch.isEmpty()) {
            return;
        }
        String metaColumn = context().metaColumn("batchId");
        Batches batches = new Batches(context());
        if (batches.knows(batch, null)) {
            batches.delete(context().target().quoted(), metaColumn, batch);
            if (raw != null) {
                raw.deleteBatch(batch);
            }
        }
        batches.note(batch, null);
    }
}
