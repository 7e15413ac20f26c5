package io.camelpg.operation.load.sync;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.Casting;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.GroupWriter;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.RowGroup;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows go into the table itself. */
class AppendedRows implements SyncWork {
    private SyncContext context;
    private final BitSet seen = new BitSet();
    private GroupWriter writer;
    private long sent;
    private long inserted;

    AppendedRows(SyncContext context) {
        this.context = context;
        this.writer = writer(context);
    }

    private static GroupWriter writer(SyncContext context) {
        LoadTarget target = context.target();
        return new GroupWriter(target, context.session(), new Casting(target, new BitSet()), context.out());
    }

    @Override
    public void changed(SyncContext now) {
        context = now;
        writer = writer(now);
        seen.clear();
    }

    final SyncContext context() {
        return context;
    }

    @Override
    public void begin() {
        // the table is as it was left
    }

    @Override
    public ChunkRows rows() {
        return new ChunkRows(context.target(), null, seen, context.stamp());
    }

    @Override
    public void write(ChunkRows rows, List<RejectedRow> rejected) {
        for (RowGroup group : rows.groups()) {
            sent += group.rows().size();
            inserted += writer.write(group, rejected);
        }
        sent += rows.unreadable().size();
    }

    @Override
    public void finish() {
        // they are where they belong
    }

    @Override
    public Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> changes) {
        return new Outcome.Loaded(inserted, sent - inserted - rejected.size(), rejected, changes);
    }
}
