package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes units one after another, each with a statement of its own, many in a round trip: right whatever their keys are. */
final class OneByOne {
    private static final int ROUND_TRIP = 1000;

    private final UpsertTarget target;
    private final Session session;
    private final ShapeWriter single;

    /** @param session with an open transaction */
    OneByOne(UpsertTarget target, Session session) {
        this.target = target;
        this.session = session;
        this.single = new ShapeWriter(target, session, Statement.WITHIN);
    }

    Tally write(List<UpsertUnit> units) {
        Tally tally = new Tally();
        int start = 0;
        while (start < units.size()) {
            int end = start + 1;
            while (end < units.size() && end - start < ROUND_TRIP && alike(units.get(start), units.get(end))) {
                end++;
            }
            run(units.subList(start, end), tally);
            start = end;
        }
        return tally;
    }

    private static boolean alike(UpsertUnit one, UpsertUnit other) {
        return one.row().delete() == other.row().delete()
                && one.row().present().equals(other.row().present());
    }

    private void run(List<UpsertUnit> units, Tally tally) {
        SentRow first = units.get(0).row();
        Shape shape = target.shape(first.present());
        Kind kind = first.delete() ? Kind.DELETE : shape.writing();
        List<@Nullable Object[]> sets = new ArrayList<>(units.size());
        for (int i = 0; i < units.size(); i++) {
            sets.add(single.one(shape, units.get(i), i + 1));
        }
        StatementResult result = batch(shape, kind, sets);
        if (target.returned() != null) {
            tally.add(single.returned(shape, kind, result, units));
        } else if (first.delete()) {
            tally.addDeleted(result.updateCount());
            tally.addSkipped(units.size() - result.updateCount());
        } else {
            count(kind, shape, result, units, tally);
        }
    }

    private void count(Kind kind, Shape shape, StatementResult result, List<UpsertUnit> units, Tally tally) {
        Answers answers = new Answers(result);
        long inserted = 0;
        long updated = 0;
        long open = 0;
        for (int i = 0; answers.next(); i++) {
            if (kind == Kind.EXISTING_FIRST) {
                inserted += answers.number(0);
                updated += answers.number(1);
                if (answers.numbers(2).length > 0) {
                    open++;
                    tally.add(single.upsert(shape, List.of(units.get(i))));
                }
            } else {
                inserted += answers.is(0) ? 1 : 0;
                updated += answers.is(0) ? 0 : 1;
            }
        }
        if (kind == Kind.ON_CONFLICT_NOTHING) {
            inserted = result.updateCount();
        }
        tally.addInserted(inserted);
        tally.addUpdated(updated);
        tally.addSkipped(units.size() - inserted - updated - open);
    }

    /** Errors are those of the row: what it means for the others is for the caller to say. */
    private StatementResult batch(Shape shape, Kind kind, List<@Nullable Object[]> sets) {
        try {
            return session.batch(shape.one(kind), sets, 1);
        } catch (PgException e) {
            throw e.errorCode() == PgErrorCode.BATCH_FAILED && e.getCause() instanceof PgException cause ? cause : e;
        }
    }
}
