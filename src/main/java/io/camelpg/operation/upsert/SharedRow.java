package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.CoalescedCall;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only row of a call, on its way together with those of others. */
final class SharedRow {
    /** The same for all who write together with others, so that they do not lock each other out. */
    static final Comparator<SharedRow> BY_KEY = SharedRow::compareKeys;

    private final UpsertTarget target;
    private final CoalescedCall call;
    private final UpsertUnit unit;
    private final Shape shape;
    private final Kind kind;
    private final ShapeWriter writer;

    private SharedRow(UpsertTarget target, CoalescedCall call, UpsertUnit unit, Kind kind, ShapeWriter writer) {
        this.target = target;
        this.call = call;
        this.unit = unit;
        this.shape = target.shape(unit.row().present());
        this.kind = kind;
        this.writer = writer;
    }

    /** Null where the row has to go by itself: it is a bad one, or may take more than one statement. */
    static @Nullable SharedRow of(UpsertTarget target, Session session, CoalescedCall call, SourceRow source) {
        SentRow row;
        try {
            row = new RowReader(target).read(0, source);
        } catch (PgException e) {
            return null;
        }
        Kind kind = row.delete() ? Kind.DELETE : target.shape(row.present()).writing();
        return kind == Kind.EXISTING_FIRST
                ? null
                : new SharedRow(
                        target,
                        call,
                        new UpsertUnit(row),
                        kind,
                        new ShapeWriter(target, session, Statement.WITHIN, null));
    }

    CoalescedCall call() {
        return call;
    }

    ScriptPart part(int number, int of) {
        return new ScriptPart(
                number, of, "pg:upsert:" + target.plan().table(), shape.one(kind), writer.one(shape, unit));
    }

    Outcome outcome(StatementResult result) {
        Tally tally = new Tally();
        writer.account(kind, result, List.of(unit), tally);
        return tally.outcome(target.returned(), List.of());
    }

    private static int compareKeys(SharedRow one, SharedRow other) {
        for (int key : one.target.keys()) {
            Object mine = one.unit.row().values()[key];
            Object others = other.unit.row().values()[key];
            int order = mine instanceof Number number && others instanceof Number second
                    ? Double.compare(number.doubleValue(), second.doubleValue())
                    : String.valueOf(mine).compareTo(String.valueOf(others));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
