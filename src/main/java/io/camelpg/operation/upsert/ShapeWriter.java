package io.camelpg.operation.upsert;

import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes units of one shape, no two of one key: all with one statement. */
final class ShapeWriter {
    /** How often rows are tried that others insert and delete at the same time. */
    private static final int ROUNDS = 5;

    /** From so many rows on COPY is faster than arrays, as W5 in src/bench measures; below, its round trips cost more. */
    static final int STAGED_FROM = 15_000;

    private final UpsertTarget target;
    private final Session session;
    private final Statement statement;
    private final @Nullable RowsWriter rows;

    /** @param rows writes many rows where it can; null where only one at a time is written */
    ShapeWriter(UpsertTarget target, Session session, Statement statement, @Nullable RowsWriter rows) {
        this.target = target;
        this.session = session;
        this.statement = statement;
        this.rows = rows;
    }

    Tally upsert(Shape shape, List<UpsertUnit> units) {
        Tally tally = new Tally();
        List<UpsertUnit> left = units;
        for (int round = 0; !left.isEmpty() && round < ROUNDS; round++) {
            left = once(shape, left, tally);
        }
        tally.addSkipped(left.size());
        return tally;
    }

    private List<UpsertUnit> once(Shape shape, List<UpsertUnit> units, Tally tally) {
        Kind kind = shape.writing();
        boolean numbered = kind == Kind.EXISTING_FIRST || target.returned() != null;
        List<UpsertUnit> left = rows == null || numbered || units.size() == 1
                ? units
                : rows.write(shape, units, target.ordersKeys(), (result, part) -> account(kind, result, part, tally));
        return left.isEmpty() ? left : otherwise(shape, kind, left, tally);
    }

    /** In a statement that does not need the table's row type, nor values in binary. */
    private List<UpsertUnit> otherwise(Shape shape, Kind kind, List<UpsertUnit> units, Tally tally) {
        boolean staged = units.size() >= STAGED_FROM
                && statement == Statement.WITHIN
                && kind != Kind.EXISTING_FIRST
                && target.relation().temporaryTables()
                && target.returned() == null;
        return account(kind, staged ? staged(shape, kind, units) : run(shape, kind, units), units, tally);
    }

    /**
     * Adds up what a statement gave for these units.
     *
     * @return what neither was there nor could be inserted, because of others
     */
    List<UpsertUnit> account(Kind kind, StatementResult result, List<UpsertUnit> units, Tally tally) {
        if (target.returned() != null) {
            return collect(kind, result, units, tally);
        }
        return switch (kind) {
            case ON_CONFLICT_UPDATE -> counted(result, units, tally);
            case ON_CONFLICT_NOTHING -> {
                tally.addInserted(result.updateCount());
                tally.addSkipped(units.size() - result.updateCount());
                yield List.of();
            }
            case EXISTING_FIRST -> existingFirst(result, units, tally);
            case DELETE -> {
                tally.addDeleted(result.updateCount());
                tally.addSkipped(units.size() - result.updateCount());
                yield List.of();
            }
            case LOCK, RANKS -> throw new IllegalStateException(kind + " writes no rows");
        };
    }

    private List<UpsertUnit> counted(StatementResult result, List<UpsertUnit> units, Tally tally) {
        Answers answers = new Answers(result);
        long inserted = 0;
        long updated = 0;
        while (answers.next()) {
            if (units.size() == 1) {
                inserted += answers.is(0) ? 1 : 0;
                updated += answers.is(0) ? 0 : 1;
            } else {
                inserted += answers.number(0);
                updated += answers.number(1);
            }
        }
        tally.addInserted(inserted);
        tally.addUpdated(updated);
        tally.addSkipped(units.size() - inserted - updated);
        return List.of();
    }

    private List<UpsertUnit> existingFirst(StatementResult result, List<UpsertUnit> units, Tally tally) {
        Answers answers = new Answers(result);
        answers.next();
        long inserted = answers.number(0);
        long updated = answers.number(1);
        List<UpsertUnit> rest = new ArrayList<>();
        for (long number : answers.numbers(2)) {
            rest.add(units.get((int) number - 1));
        }
        tally.addInserted(inserted);
        tally.addUpdated(updated);
        tally.addSkipped(units.size() - inserted - updated - rest.size());
        return rest;
    }

    /** Rows of RETURNING with the number of their unit, and whether they are inserted. */
    private List<UpsertUnit> collect(Kind kind, StatementResult result, List<UpsertUnit> units, Tally tally) {
        Answers answers = new Answers(result);
        Set<UpsertUnit> answered = new HashSet<>();
        while (answers.next()) {
            UpsertUnit unit = units.get((int) answers.number(0) - 1);
            answered.add(unit);
            collect(kind, answers, unit, tally);
        }
        List<UpsertUnit> rest =
                units.stream().filter(unit -> !answered.contains(unit)).toList();
        if (kind == Kind.EXISTING_FIRST) {
            return rest;
        }
        tally.addSkipped(rest.size());
        return List.of();
    }

    /** What a statement answers for one row. */
    void collect(Kind kind, Answers answer, UpsertUnit unit, Tally tally) {
        if (answer.isNull(1)) {
            tally.addSkipped(1);
            return;
        }
        boolean inserted = answer.is(1);
        tally.addInserted(inserted ? 1 : 0);
        tally.addUpdated(inserted || kind == Kind.DELETE ? 0 : 1);
        tally.addDeleted(kind == Kind.DELETE ? 1 : 0);
        if (target.returned() != null) {
            tally.returned().add(new ReturnedRow(unit.row().index(), answer.texts(2)));
        }
    }

    Tally delete(Shape shape, List<UpsertUnit> units) {
        Tally tally = new Tally();
        account(Kind.DELETE, run(shape, Kind.DELETE, units), units, tally);
        return tally;
    }

    private StatementResult staged(Shape shape, Kind kind, List<UpsertUnit> units) {
        StagingTable.fill(session, target, shape, units);
        StatementResult result = session.within(shape.staged(kind), new @Nullable Object[0]);
        StagingTable.drop(session);
        return result;
    }

    /** One statement for all units. */
    StatementResult run(Shape shape, Kind kind, List<UpsertUnit> units) {
        return units.size() == 1
                ? statement.run(session, shape.one(kind), one(shape, units.get(0)))
                : statement.run(session, shape.many(kind), many(shape, units));
    }

    /** The values of one row, which is number 1, for {@link Shape#one}. */
    @Nullable
    Object[] one(Shape shape, UpsertUnit unit) {
        int[] columns = shape.columns();
        boolean numbered = target.returned() != null;
        @Nullable Object[] values = new @Nullable Object[columns.length + (numbered ? 1 : 0)];
        for (int i = 0; i < columns.length; i++) {
            values[i] = unit.row().values()[columns[i]];
        }
        if (numbered) {
            values[columns.length] = 1L;
        }
        return values;
    }

    /** The values of many rows, for {@link Shape#many} and {@link Shape#numbered}. */
    @Nullable
    Object[] many(Shape shape, List<UpsertUnit> units) {
        int[] columns = shape.columns();
        @Nullable Object[] values = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = new ColumnValues(target.columns().get(columns[i]), columns[i], units);
        }
        return values;
    }
}
