package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.row.Columns;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One message's rows on their way: transactions and chunks. Used by one thread. */
final class UpsertCall {
    private static final String CHUNK = "camelpg_chunk";

    private final UpsertOperation operation;
    private final UpsertPlan plan;
    private final RowChunks chunks;
    private final Tally total = new Tally();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private Columns returned = new Columns(List.of());
    private long committed;

    UpsertCall(UpsertOperation operation, RowChunks chunks) {
        this.operation = operation;
        this.plan = operation.plan();
        this.chunks = chunks;
    }

    Outcome outcome() {
        rejected.sort(Comparator.comparingLong(RejectedRow::index));
        return total.outcome(plan.returning().isEmpty() ? null : returned, List.copyOf(rejected));
    }

    void run(Session session) {
        long perTransaction = plan.commitEvery() == 0 || session.joined() ? Long.MAX_VALUE : plan.commitEvery();
        while (chunks.hasNext()) {
            try {
                transaction(session, perTransaction);
            } catch (PgException e) {
                throw committed == 0 ? e : partly(e);
            }
            session.renewDeadline();
        }
    }

    private PgException partly(PgException failure) {
        return new PgException(
                failure.errorCode(),
                failure.detail() + "; the first " + committed + " rows are committed",
                failure.sqlState(),
                failure.hint(),
                failure);
    }

    /** A chunk behind others of its transaction. */
    private static Part further(ChunkCall call, UpsertTarget target, Session session, ReadRows read) {
        if (session.joined()) {
            return call.within(read);
        }
        session.savepoint(CHUNK);
        try {
            Part part = call.within(read);
            session.release(CHUNK);
            return part;
        } catch (PgException e) {
            throw FailedRow.located(target, session, read, e, () -> session.rollbackTo(CHUNK));
        }
    }

    private void transaction(Session session, long perTransaction) {
        RowType rowType = new RowType(session.joined());
        FirstChunk first = new FirstChunk(operation, session, rowType);
        ReadRows read = new ReadRows(first.target());
        Chunk chunk = chunks.next(perTransaction, read);
        long rows = chunk.rows().size();
        boolean last = rows >= perTransaction || !chunks.hasNext();
        Part part = first.write(chunk, read, last);
        rowType.firstWritten();
        while (!part.committed()) {
            read = new ReadRows(first.target());
            chunk = chunks.next(perTransaction - rows, read);
            rows += chunk.rows().size();
            session.renewDeadline();
            part.add(further(new ChunkCall(first.target(), session, rowType), first.target(), session, read));
            if (rows >= perTransaction || !chunks.hasNext()) {
                session.commit();
                part.markCommitted();
            }
        }
        if (rowType.changed()) {
            operation.tables().forget(session);
        }
        committed += rows;
        total.add(part.tally());
        rejected.addAll(part.rejected());
        Columns columns = first.target().returned();
        returned = columns == null ? returned : columns;
    }
}
