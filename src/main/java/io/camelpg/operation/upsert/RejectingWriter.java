package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the table takes and lists the rest: all at once where it goes well, else by halves, each between savepoints,
 * until the bad rows are alone.
 */
final class RejectingWriter {
    private static final String SAVEPOINT = "camelpg_upsert";

    private final UpsertTarget target;
    private final Session session;
    private final ChunkWriter writer;
    private final OneByOne single;
    private final List<RejectedRow> rejected;

    /** @param rejected takes the bad rows */
    RejectingWriter(UpsertTarget target, Session session, RowType rowType, List<RejectedRow> rejected) {
        this.target = target;
        this.session = session;
        this.writer = new ChunkWriter(target, session, Statement.WITHIN, rowType);
        this.single = new OneByOne(target, session);
        this.rejected = rejected;
    }

    Tally write(List<List<UpsertUnit>> waves) {
        Tally tally = attempt(() -> writer.write(waves));
        if (tally != null) {
            return tally;
        }
        Tally parts = new Tally();
        for (List<UpsertUnit> wave : waves) {
            parts.add(byHalves(wave));
        }
        return parts;
    }

    /** Rows in their order, whatever their keys are. */
    Tally writeOneByOne(List<SentRow> rows) {
        Tally tally = new Tally();
        for (SentRow row : rows) {
            tally.add(alone(row));
        }
        return tally;
    }

    private Tally byHalves(List<UpsertUnit> units) {
        if (units.size() == 1) {
            return alone(units.get(0).row());
        }
        Tally tally = new Tally();
        int half = units.size() / 2;
        for (List<UpsertUnit> part : List.of(units.subList(0, half), units.subList(half, units.size()))) {
            Tally whole = attempt(() -> writer.writeWave(part));
            // what failed as one need not be sent again as such
            tally.add(whole == null ? byHalves(part) : whole);
        }
        return tally;
    }

    private Tally alone(SentRow row) {
        List<PgException> failures = new ArrayList<>(1);
        Tally tally = attempt(() -> single.write(List.of(new UpsertUnit(row))), failures);
        if (tally != null) {
            return tally;
        }
        rejected.add(new RejectedRow(row.index(), row.source().source(), withColumn(row, failures.get(0))));
        return new Tally();
    }

    /** A value that cannot even be bound is in a column that can be named. */
    private PgException withColumn(SentRow row, PgException failure) {
        return failure.sqlState() == null ? BadValues.located(target, row, failure) : failure;
    }

    interface Attempt {
        Tally run();
    }

    private @Nullable Tally attempt(Attempt work) {
        return attempt(work, new ArrayList<>(1));
    }

    private @Nullable Tally attempt(Attempt work, List<PgException> failures) {
        return attempt(session, work, failures);
    }

    /**
     * Work between savepoints.
     *
     * @param failures takes the one of the row
     * @return null where a row was bad and everything is as it was before
     */
    static @Nullable Tally attempt(Session session, Attempt work, List<PgException> failures) {
        session.savepoint(SAVEPOINT);
        try {
            Tally tally = work.run();
            session.release(SAVEPOINT);
            return tally;
        } catch (PgException e) {
            if (!RejectedRow.concerns(e)) {
                throw e;
            }
            session.rollbackTo(SAVEPOINT);
            failures.add(e);
            return null;
        }
    }
}
