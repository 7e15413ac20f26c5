package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.BadRows;
import io.camelpg.operation.RejectedRow;
import io.camelpg.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One chunk into one table, by what the endpoint wants done with bad rows. */
final class ChunkCall {
    private static final String SAVEPOINT = "camelpg_keys";
    static final String CARDINALITY_VIOLATION = "21000";

    private final UpsertTarget target;
    private final Session session;
    private final RowType rowType;
    private final boolean rejects;

    /** @param rowType of the transaction */
    ChunkCall(UpsertTarget target, Session session, RowType rowType) {
        this.target = target;
        this.session = session;
        this.rowType = rowType;
        this.rejects = target.plan().badRows() == BadRows.reject;
    }

    /** Within the open transaction. */
    Part within(ReadRows read) {
        return within(read, false);
    }

    /** @param oneByOne whether the server found keys equal that are not equal here */
    Part within(ReadRows read, boolean oneByOne) {
        Part part = new Part();
        part.rejected().addAll(read.unreadable(target.plan().badRows()));
        if (!read.rows().isEmpty()) {
            List<List<UpsertUnit>> waves = oneByOne ? null : read.waves(target);
            if (waves != null) {
                part.tally().add(write(waves, part));
            } else if (oneByOne) {
                part.tally().add(oneByOne(read.rows(), part));
            } else {
                part.tally().add(byServersKeys(read.rows(), part));
            }
        }
        return part;
    }

    private Tally write(List<List<UpsertUnit>> waves, Part part) {
        if (rejects) {
            return new RejectingWriter(target, session, rowType, part.rejected()).write(waves);
        }
        try {
            return new ChunkWriter(target, session, Statement.WITHIN, rowType).write(waves);
        } catch (PgException e) {
            throw located(waves, e);
        }
    }

    private PgException located(List<List<UpsertUnit>> waves, PgException failure) {
        return failure.sqlState() != null
                ? failure
                : BadValues.located(
                        target,
                        ChunkWriter.inOrder(waves).stream()
                                .flatMap(unit -> unit.members().stream())
                                .toList(),
                        failure);
    }

    private Tally oneByOne(List<SentRow> rows, Part part) {
        return rejects
                ? new RejectingWriter(target, session, rowType, part.rejected()).writeOneByOne(rows)
                : new OneByOne(target, session)
                        .write(rows.stream().map(UpsertUnit::new).toList());
    }

    private Tally byServersKeys(List<SentRow> rows, Part part) {
        session.savepoint(SAVEPOINT);
        try {
            Tally tally = write(new ChunkWriter(target, session, Statement.WITHIN, rowType).wavesByServer(rows), part);
            session.release(SAVEPOINT);
            return tally;
        } catch (PgException e) {
            boolean byRow = rejects && RejectedRow.concerns(e);
            if (!byRow && !CARDINALITY_VIOLATION.equals(e.sqlState())) {
                throw e;
            }
            session.rollbackTo(SAVEPOINT);
            return oneByOne(rows, part);
        }
    }

    /** The only chunk of its transaction, committed with it in one round trip; null where that cannot be. */
    @Nullable
    Part alone(ReadRows read) {
        List<List<UpsertUnit>> waves = rejects || read.rows().isEmpty() ? null : read.waves(target);
        ChunkWriter writer = new ChunkWriter(target, session, Statement.COMMITTED, rowType);
        if (waves == null || !writer.oneRoundTrip(waves)) {
            return null;
        }
        read.unreadable(target.plan().badRows());
        Part part = new Part();
        try {
            part.tally().add(writer.write(waves));
        } catch (PgException e) {
            throw located(waves, e);
        }
        part.markCommitted();
        return part;
    }
}
