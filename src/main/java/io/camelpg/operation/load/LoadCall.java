package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.session.Session;
import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message's rows on their way: transactions and chunks. Used by one thread. */
final class LoadCall {
    /** What the server says when the table or a type is not what it was. */
    private static final Set<String> OUTDATED =
            Set.of("08P01", "0A000", "42804", "42703", "42P01", "42704", "428C9", "XX000", "42P10");

    private final LoadOperation operation;
    private final LoadPlan plan;
    private final Session session;
    private final RowChunks chunks;
    private final @Nullable CsvRows csv;
    private final OutputBuffer out = new OutputBuffer(1 << 18);
    private final BitSet seen = new BitSet();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private LoadTarget target;
    private boolean current;
    private long inserted;
    private long committed;

    LoadCall(LoadOperation operation, Session session, RowChunks chunks, @Nullable CsvRows csv) {
        this.operation = operation;
        this.plan = operation.plan();
        this.session = session;
        this.chunks = chunks;
        this.csv = csv;
        this.current = !operation.knows(session);
        this.target = operation.target(session);
    }

    Outcome outcome() {
        rejected.sort(Comparator.comparingLong(RejectedRow::index));
        return new Outcome.Loaded(inserted, committed - inserted - rejected.size(), rejected);
    }

    void run() {
        if (csv != null) {
            map(csv);
        }
        long perTransaction = plan.commitEvery() == 0 || session.joined() ? Long.MAX_VALUE : plan.commitEvery();
        while (chunks.hasNext()) {
            try {
                transaction(perTransaction);
            } catch (PgException e) {
                throw committed == 0 ? e : partly(e);
            }
        }
    }

    private void map(CsvRows records) {
        try {
            records.map(target);
        } catch (PgException e) {
            if (!renew()) {
                throw e;
            }
            records.map(target);
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

    private void transaction(long perTransaction) {
        List<RejectedRow> bad = new ArrayList<>();
        ChunkRows read = new ChunkRows(target, csv, seen);
        Chunk chunk = chunks.next(perTransaction, read);
        long rows = chunk.rows().size();
        long written = first(chunk, read, bad);
        while (rows < perTransaction && chunks.hasNext()) {
            read = new ChunkRows(target, csv, seen);
            chunk = chunks.next(perTransaction - rows, read);
            rows += chunk.rows().size();
            written += write(read, bad);
        }
        session.renewDeadline();
        session.commit();
        committed += rows;
        inserted += written;
        rejected.addAll(bad);
    }

    /** What fails because the table is not what it was is tried again, as long as there is nothing else to lose. */
    private long first(Chunk chunk, ChunkRows rows, List<RejectedRow> bad) {
        ChunkRows read = rows.doubtful() && renew() ? readAgain(chunk) : rows;
        while (true) {
            try {
                session.begin("READ WRITE");
                long written = write(read, bad);
                requireCurrent();
                return written;
            } catch (PgException e) {
                if (session.joined()) {
                    throw e;
                }
                session.rollback();
                if (!another(e)) {
                    throw e;
                }
                bad.clear();
                read = readAgain(chunk);
            }
        }
    }

    private void requireCurrent() {
        if (!TableCheck.isCurrent(session, target)) {
            operation.forget(session);
            throw new PgException(
                    PgErrorCode.STATEMENT_FAILED,
                    "the columns of " + plan.table() + " changed while it was loaded",
                    "XX000",
                    "Load it again",
                    null);
        }
    }

    private ChunkRows readAgain(Chunk chunk) {
        if (csv != null) {
            csv.map(target);
        }
        seen.clear();
        ChunkRows read = new ChunkRows(target, csv, seen);
        for (int i = 0; i < chunk.rows().size(); i++) {
            read.add(chunk.first() + i, chunk.rows().get(i));
        }
        return read;
    }

    private boolean another(PgException failure) {
        String state = failure.sqlState();
        if (state != null && OUTDATED.contains(state)) {
            return renew();
        }
        // a value that does not fit may be one for the type that the column has by now
        boolean value = failure.errorCode() == PgErrorCode.VALUE_REJECTED || (state != null && state.startsWith("22"));
        LoadTarget before = target;
        return value && renew() && !before.relation().equals(target.relation());
    }

    /** Reads the catalog, once a call. */
    private boolean renew() {
        if (current) {
            return false;
        }
        current = true;
        target = operation.renewed(session);
        return true;
    }

    private long write(ChunkRows read, List<RejectedRow> bad) {
        bad.addAll(read.unreadable());
        GroupWriter writer = new GroupWriter(target, session, out);
        long written = 0;
        for (RowGroup group : read.groups()) {
            written += writer.write(group, bad);
        }
        return written;
    }
}
