package io.camelpg.operation.load.sync;

import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.FittedTable;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.TableCheck;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One message on its way: lock, rows, commit. Used by one thread. */
final class SyncCall {
    private final SyncOperation operation;
    private final Session session;
    private final RowChunks chunks;
    private final SyncMessage message;
    /** What a contract makes of the table; null where it stays as it is. */
    private final @Nullable FittedTable fitted;

    private final List<RejectedRow> rejected = new ArrayList<>();
    private @Nullable SyncWork work;
    private @Nullable RawRows raw;
    private boolean empty;

    SyncCall(
            SyncOperation operation,
            Session session,
            RowChunks chunks,
            SyncMessage message,
            @Nullable FittedTable fitted) {
        this.operation = operation;
        this.session = session;
        this.chunks = chunks;
        this.message = message;
        this.fitted = fitted;
    }

    Outcome outcome() {
        rejected.sort(Comparator.comparingLong(RejectedRow::index));
        return Objects.requireNonNull(work).outcome(rejected, changes());
    }

    private @Nullable List<SchemaChange> changes() {
        List<SchemaChange> ofWork = Objects.requireNonNull(work).changes();
        if (fitted == null) {
            return ofWork;
        }
        List<SchemaChange> all = new ArrayList<>(empty ? List.of() : fitted.changes());
        all.addAll(ofWork == null ? List.of() : ofWork);
        return all;
    }

    void run() {
        // without rows there is nothing to fit a table to
        empty = !chunks.hasNext();
        LoadTarget target = fitted == null || empty ? inKnown() : inFitted(fitted);
        Objects.requireNonNull(work).finish();
        // brings the transaction's id along, by which its outcome can be asked for
        TableCheck.isCurrent(session, target);
        session.renewDeadline();
        session.commit();
        if (fitted != null && !empty) {
            fitted.committed();
        }
    }

    private LoadTarget inKnown() {
        LoadTarget target = TableLock.take(session, operation.tables());
        SyncWork doing = begin(target);
        while (chunks.hasNext()) {
            ChunkRows rows = doing.rows();
            chunks.next(Long.MAX_VALUE, rows);
            write(doing, rows);
        }
        return target;
    }

    /** Rows are looked at before it is known what table they go into; it may become another one as they come. */
    private LoadTarget inFitted(FittedTable table) {
        session.begin("ISOLATION LEVEL READ COMMITTED, READ WRITE");
        try {
            Chunk chunk = next(table);
            LoadTarget target = TableLock.take(session, table);
            SyncWork doing = begin(target);
            writeAgain(doing, chunk);
            while (chunks.hasNext()) {
                chunk = next(table);
                table.fit(true);
                if (!table.get().equals(target)) {
                    target = table.get();
                    doing.changed(context(target));
                }
                writeAgain(doing, chunk);
            }
            return target;
        } catch (RuntimeException e) {
            table.undone();
            throw e;
        }
    }

    private Chunk next(FittedTable table) {
        return chunks.next(Long.MAX_VALUE, (index, row) -> table.see(row));
    }

    private SyncWork begin(LoadTarget target) {
        SyncContext context = context(target);
        raw = context.sync().raw() ? RawRows.prepare(context) : null;
        SyncWork doing = SyncWork.of(context, raw);
        work = doing;
        doing.begin();
        return doing;
    }

    private SyncContext context(LoadTarget target) {
        return SyncContext.of(operation, session, target, message);
    }

    private void writeAgain(SyncWork doing, Chunk chunk) {
        ChunkRows rows = doing.rows();
        for (int i = 0; i < chunk.rows().size(); i++) {
            rows.add(chunk.first() + i, chunk.rows().get(i));
        }
        write(doing, rows);
    }

    private void write(SyncWork doing, ChunkRows rows) {
        rejected.addAll(rows.unreadable());
        doing.write(rows, rejected);
        RawRows asTheyCame = raw;
        if (asTheyCame != null && doing.writes()) {
            asTheyCame.write(rows, rejected);
        }
    }
}
