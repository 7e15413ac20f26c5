package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Neighbours in the order of keys that one statement writes, each with an answer of its own: for the server less work than
 * one after another.
 */
final class SharedStatement {
    private final UpsertTarget target;
    private final List<SharedRow> rows = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();
    private final ShapeWriter writer;

    private SharedStatement(UpsertTarget target, ShapeWriter writer) {
        this.target = target;
        this.writer = writer;
    }

    /** Rows in the order of their keys, those of one key in different statements. */
    static List<SharedStatement> of(UpsertTarget target, Session session, List<SharedRow> rows) {
        ShapeWriter writer = new ShapeWriter(target, session, Statement.WITHIN, null);
        List<SharedStatement> statements = new ArrayList<>();
        SharedStatement last = null;
        for (SharedRow row : rows) {
            if (last == null || !last.takes(row)) {
                last = new SharedStatement(target, writer);
                last.add(row);
                statements.add(last);
            }
        }
        return statements;
    }

    /** A trigger may change the keys, by which the answers for rows are told apart. */
    private boolean takes(SharedRow row) {
        SharedRow first = rows.get(0);
        Object key = row.unit().key();
        boolean alike = first.shape() == row.shape() && first.kind() == row.kind() && row.kind() != Kind.DELETE;
        if (!alike || target.relation().rowTriggers() || key == null || keys.contains(key) || keys.isEmpty()) {
            return false;
        }
        add(row);
        return true;
    }

    private void add(SharedRow row) {
        rows.add(row);
        Object key = row.unit().key();
        if (key != null) {
            keys.add(key);
        }
    }

    private List<UpsertUnit> units() {
        return rows.stream().map(SharedRow::unit).toList();
    }

    ScriptPart part(int number, int of) {
        Shape shape = rows.get(0).shape();
        Kind kind = rows.get(0).kind();
        boolean several = rows.size() > 1;
        return new ScriptPart(
                number,
                of,
                "pg:upsert:" + target.plan().table(),
                several ? shape.numbered(kind) : shape.one(kind),
                several
                        ? writer.many(shape, units())
                        : writer.one(shape, rows.get(0).unit()));
    }

    /** Gives each call the same failure. */
    void failure(PgException failure) {
        rows.forEach(row -> row.call().failure(failure));
    }

    /**
     * Gives each call its outcome.
     *
     * @return false where rows that must have been written gave no answer by their keys: the table is not what it was
     */
    boolean outcomes(StatementResult result) {
        List<Tally> tallies = new ArrayList<>(rows.size());
        rows.forEach(row -> tallies.add(new Tally()));
        Kind kind = rows.get(0).kind();
        boolean expected = true;
        if (rows.size() == 1) {
            writer.account(kind, result, units(), tallies.get(0));
        } else {
            int answers = answers(kind, new Answers(result), tallies);
            expected = answers == rows.size() || target.plan().onConflict() != OnConflict.update;
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).call().outcome(tallies.get(i).outcome(target.returned(), List.of()));
        }
        return expected;
    }

    /** How many rows there are answers for. */
    private int answers(Kind kind, Answers answers, List<Tally> tallies) {
        BitSet answered = new BitSet(rows.size());
        while (answers.next()) {
            int place = (int) answers.number(0) - 1;
            answered.set(place);
            writer.collect(kind, answers, rows.get(place).unit(), tallies.get(place));
        }
        for (int i = answered.nextClearBit(0); i < rows.size(); i = answered.nextClearBit(i + 1)) {
            tallies.get(i).addSkipped(1);
        }
        return answered.cardinality();
    }
}
