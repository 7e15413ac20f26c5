package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import java.util.ArrayList;
import java.util.List;

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
        this.single = new ShapeWriter(target, session, Statement.WITHIN, null);
    }

    Tally write(List<UpsertUnit> units) {
        Tally tally = new Tally();
        for (int start = 0; start < units.size(); start += ROUND_TRIP) {
            roundTrip(units.subList(start, Math.min(units.size(), start + ROUND_TRIP)), tally);
        }
        return tally;
    }

    private void roundTrip(List<UpsertUnit> units, Tally tally) {
        List<ScriptPart> parts = new ArrayList<>(units.size());
        for (UpsertUnit unit : units) {
            Shape shape = target.shape(unit.row().present());
            parts.add(new ScriptPart(
                    parts.size() + 1, units.size(), "", shape.one(kind(unit, shape)), single.one(shape, unit)));
        }
        List<StatementResult> results = script(parts);
        for (int i = 0; i < units.size(); i++) {
            List<UpsertUnit> unit = units.subList(i, i + 1);
            Shape shape = target.shape(unit.get(0).row().present());
            List<UpsertUnit> rest = single.account(kind(unit.get(0), shape), results.get(i), unit, tally);
            if (!rest.isEmpty()) {
                tally.add(single.upsert(shape, rest));
            }
        }
    }

    private static Kind kind(UpsertUnit unit, Shape shape) {
        return unit.row().delete() ? Kind.DELETE : shape.writing();
    }

    /** Errors are those of the row: what it means for the others is for the caller to say. */
    private List<StatementResult> script(List<ScriptPart> parts) {
        try {
            return session.script(parts, null);
        } catch (PgException e) {
            throw e.getCause() instanceof PgException cause ? cause : e;
        }
    }
}
