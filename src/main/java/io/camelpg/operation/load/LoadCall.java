package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.operation.SourceRow;
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

    private final LoadPlan plan;
    private final Session session;
    private final RowChunks chunks;
    private final @Nullable CsvRows csv;
    private final OutputBuffer out = new OutputBuffer(1 << 18);
    private final BitSet seen = new BitSet();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final TableOfCall table;
    private boolean begun;
    private long inserted;
    private long committed;

    LoadCall(LoadOperation operation, Session session, RowChunks chunks, @Nullable CsvRows csv, TableOfCall table) {
        this.plan = operation.plan();
        this.session = session;
        this.chunks = chunks;
        this.csv = csv;
        this.table = table;
    }

    Outcome outcome() {
        rejected.sort(Comparator.comparingLong(RejectedRow::index));
        return new Outcome.Loaded(inserted, committed - inserted - rejected.size(), rejected, table.changes());
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
        if (table.seesFirst()) {
            table.see(records.header());
            begin();
            table.fit(false);
            records.map(table.get());
            return;
        }
        try {
            records.map(table.get());
        } catch (PgException e) {
            if (!table.renew()) {
                throw e;
            }
            records.map(table.get());
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
        Rows next = next(perTransaction);
        long rows = next.chunk().rows().size();
        long written = first(next, bad);
        PartUnderWay part = new PartUnderWay();
        try {
            while (rows < perTransaction && chunks.hasNext()) {
                next = next(perTransaction - rows);
                rows += next.chunk().rows().size();
                written += part.await();
                written += write(next, part, bad);
            }
            written += part.await();
        } catch (RuntimeException | Error e) {
            part.settle(e);
            throw e;
        }
        session.renewDeadline();
        session.commit();
        begun = false;
        table.committed();
        committed += rows;
        inserted += written;
        rejected.addAll(bad);
    }

    /** @param read null where the table is not one for them yet */
    private record Rows(Chunk chunk, @Nullable ChunkRows read) {}

    private Rows next(long limit) {
        if (table.seesFirst()) {
            return new Rows(chunks.next(limit, (index, row) -> seeFields(row)), null);
        }
        ChunkRows read = new ChunkRows(table.get(), csv, seen);
        return new Rows(chunks.next(limit, read), read);
    }

    private void seeFields(SourceRow row) {
        // of CSV, the header says it all
        if (csv == null) {
            table.see(row);
        }
    }

    private void begin() {
        if (!begun) {
            session.begin(table.seesFirst() ? "ISOLATION LEVEL READ COMMITTED, READ WRITE" : "READ WRITE");
            begun = true;
        }
    }

    private void rollback() {
        session.rollback();
        begun = false;
        table.undone();
    }

    /** What fails because the table is not what it was is tried again, as long as there is nothing else to lose. */
    private long first(Rows rows, List<RejectedRow> bad) {
        ChunkRows read = rows.read();
        if (read != null && read.doubtful() && table.renew()) {
            read = readAgain(rows.chunk());
        }
        while (true) {
            try {
                begin();
                read = read == null ? fitted(rows.chunk()) : read;
                long written = write(read, bad);
                requireCurrent();
                return written;
            } catch (PgException e) {
                if (session.joined()) {
                    throw e;
                }
                rollback();
                boolean again = another(e);
                // what can be read only once is not there for another attempt; the table is looked up again for the
                // next call
                if (!again || (read != null && read.isReadOnce())) {
                    throw e;
                }
                bad.clear();
                read = table.seesFirst() ? null : readAgain(rows.chunk());
            }
        }
    }

    /** Rows that were seen, in the table that is one for them by now. */
    private ChunkRows fitted(Chunk chunk) {
        table.fit(csv == null && chunks.hasNext());
        return readAgain(chunk);
    }

    private void requireCurrent() {
        if (!TableCheck.isCurrent(session, table.get())) {
            table.forget();
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
            csv.map(table.get());
        }
        seen.clear();
        ChunkRows read = new ChunkRows(table.get(), csv, seen);
        for (int i = 0; i < chunk.rows().size(); i++) {
            read.add(chunk.first() + i, chunk.rows().get(i));
        }
        return read;
    }

    private boolean another(PgException failure) {
        String state = failure.sqlState();
        if (state != null && OUTDATED.contains(state)) {
            return table.renew();
        }
        return table.isOtherNow(failure);
    }

    /** While the next rows are read; in a scope not, whose connection the source may need. */
    private long write(Rows rows, PartUnderWay part, List<RejectedRow> bad) {
        ChunkRows read = rows.read();
        if (read == null) {
            return write(fitted(rows.chunk()), bad);
        }
        if (session.joined()) {
            return write(read, bad);
        }
        bad.addAll(read.unreadable());
        List<RowGroup> groups = read.groups();
        GroupWriter writer = new GroupWriter(table.get(), session, out);
        part.begin(() -> write(groups, writer, bad));
        return 0;
    }

    private long write(ChunkRows read, List<RejectedRow> bad) {
        bad.addAll(read.unreadable());
        return write(read.groups(), new GroupWriter(table.get(), session, out), bad);
    }

    private static long write(List<RowGroup> groups, GroupWriter writer, List<RejectedRow> bad) {
        long written = 0;
        for (RowGroup group : groups) {
            written += writer.write(group, bad);
        }
        return written;
    }
}
