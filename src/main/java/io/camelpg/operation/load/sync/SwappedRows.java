package io.camelpg.operation.load.sync;

import io.camelpg.catalog.Relations;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.swap.TableSwap;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows go into a new table, which then takes the place of the one that is there. */
final class SwappedRows implements SyncWork {
    private final SyncContext context;
    private final @Nullable RawRows raw;
    private @Nullable TableSwap swap;
    private @Nullable AppendedRows rows;
    private List<SchemaChange> changes = List.of();

    SwappedRows(SyncContext context, @Nullable RawRows raw) {
        this.context = context;
        this.raw = raw;
    }

    @Override
    public void begin() {
        TableSwap beside = TableSwap.begin(
                context.session(), context.target().relation(), context.sync().cascade());
        swap = beside;
        LoadTarget target = context.target().at(Relations.read(context.session(), beside.table()));
        rows = new AppendedRows(context.at(target));
        if (raw != null) {
            raw.deleteAll();
        }
    }

    @Override
    public void changed(SyncContext now) {
        TableName beside = Objects.requireNonNull(swap).table();
        CopyOfTable.follow(now.session(), beside, now.target().filled());
        appended().changed(now.at(now.target().at(Relations.read(now.session(), beside))));
    }

    private AppendedRows appended() {
        return Objects.requireNonNull(rows);
    }

    @Override
    public ChunkRows rows() {
        return appended().rows();
    }

    @Override
    public void write(ChunkRows written, List<RejectedRow> rejected) {
        appended().write(written, rejected);
    }

    @Override
    public void finish() {
        changes = Objects.requireNonNull(swap).finish();
    }

    @Override
    public List<SchemaChange> changes() {
        return changes;
    }

    @Override
    public Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> all) {
        return appended().outcome(rejected, all);
    }
}
