package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.Casting;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.GroupWriter;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.RowGroup;
import io.camelpg.sql.TableName;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows wait in a temporary table until all are there; then the newest of each key is merged into the table. */
final class DedupRows implements SyncWork {
    static final TableName ROWS = new TableName("pg_temp", "camelpg_rows");
    static final TableName DELETES = new TableName("pg_temp", "camelpg_deletes");

    private SyncContext context;
    private SyncKey key;
    private StagedTarget staged;
    private final IdentityColumns identity;
    private final BitSet seen = new BitSet();
    private GroupWriter rowWriter;
    private GroupWriter deleteWriter;
    private final MergeCounts counts = new MergeCounts();

    DedupRows(SyncContext context) {
        this.context = context;
        this.key = SyncKey.of(context.target(), context.sync());
        this.staged = StagedTarget.of(context.session(), context.target(), ROWS);
        this.identity = IdentityColumns.of(context.session(), context.target());
        this.rowWriter = rowWriter(context, staged, key);
        this.deleteWriter = deleteWriter(context);
    }

    private static GroupWriter rowWriter(SyncContext context, StagedTarget staged, SyncKey key) {
        Casting casting = new Casting(staged.target(), key.required());
        return new GroupWriter(staged.target(), context.session(), casting, context.out());
    }

    private static GroupWriter deleteWriter(SyncContext context) {
        LoadTarget deletes =
                StagedTarget.of(context.session(), context.target(), DELETES).target();
        return new GroupWriter(deletes, context.session(), context.out());
    }

    @Override
    public void changed(SyncContext now) {
        context = now;
        key = SyncKey.of(now.target(), now.sync());
        staged = StagedTarget.of(now.session(), now.target(), ROWS);
        rowWriter = rowWriter(now, staged, key);
        deleteWriter = deleteWriter(now);
        seen.clear();
        CopyOfTable.follow(now.session(), ROWS, now.target().filled());
        CopyOfTable.follow(now.session(), DELETES, key.described(now.target()));
    }

    @Override
    public void begin() {
        if (!context.target().relation().temporaryTables()) {
            throw new PgException(
                    PgErrorCode.PERMISSION_DENIED,
                    "the user may not create temporary tables, which mode=dedup needs",
                    "42501",
                    "GRANT TEMPORARY ON DATABASE to the user",
                    null);
        }
        context.session()
                .run("CREATE TEMP TABLE " + ROWS.name() + " (" + StagedTarget.definition(context.target(), "")
                        + ") ON COMMIT DROP");
        identity.optionalIn(context.session(), context.target(), ROWS);
        context.session()
                .run("CREATE TEMP TABLE " + DELETES.name() + " ON COMMIT DROP AS SELECT " + deleteNames() + " FROM "
                        + ROWS.quoted() + " WITH NO DATA");
    }

    private BitSet deleteColumns() {
        BitSet columns = key.required();
        columns.set(staged.order());
        return columns;
    }

    private String deleteNames() {
        return deleteColumns().stream()
                .mapToObj(column -> staged.target().columns().get(column).quoted())
                .collect(Collectors.joining(", "));
    }

    @Override
    public ChunkRows rows() {
        return new ChunkRows(staged.target(), null, seen, new DedupFinish(staged, key, context.stamp()));
    }

    @Override
    public void write(ChunkRows rows, List<RejectedRow> rejected) {
        int before = rejected.size();
        long taken = rows.deletes().size();
        for (RowGroup group : rows.groups()) {
            taken += group.rows().size();
            rowWriter.write(group, rejected);
        }
        if (!rows.deletes().isEmpty()) {
            RowGroup group = new RowGroup(new BitSet(), deleteColumns().stream().toArray(), rows.deletes());
            deleteWriter.write(group, rejected);
        }
        counts.addStaged(taken - (rejected.size() - before));
    }

    @Override
    public void finish() {
        new DedupMerge(context, key, staged, identity, counts).run();
        context.session().run("DROP TABLE " + ROWS.quoted() + ", " + DELETES.quoted());
    }

    @Override
    public Outcome outcome(List<RejectedRow> rejected, @Nullable List<SchemaChange> changes) {
        return counts.outcome(rejected, changes);
    }
}
