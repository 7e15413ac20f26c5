package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.load.LoadRow;
import io.camelpg.operation.load.RowFinish;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What rows that are told apart by a key get on their way, and that they have one. */
final class DedupFinish implements RowFinish {
    private final StagedTarget staged;
    private final SyncKey key;
    private final RowStamp stamp;

    DedupFinish(StagedTarget staged, SyncKey key, RowStamp stamp) {
        this.staged = staged;
        this.key = key;
        this.stamp = stamp;
    }

    /** Of a row that says that another one is gone, only which one, and when. */
    @Override
    public @Nullable BitSet wanted(SourceRow source) {
        return source.delete() ? key.required() : null;
    }

    @Override
    public void finish(LoadRow row, BitSet present) {
        for (int column : key.columns()) {
            if (row.values()[column] == null) {
                throw new PgException(
                        PgErrorCode.INCOMPLETE_ROW,
                        "the row has " + (present.get(column) ? "NULL" : "no field") + " for its key, "
                                + staged.target().columns().get(column).label());
            }
        }
        staged.finish(row, present);
        stamp.finish(row, present);
    }
}
