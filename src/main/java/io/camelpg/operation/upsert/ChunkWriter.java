package io.camelpg.operation.upsert;

import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.row.RowStream;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes some rows of a call, as if one after another, in as few statements as can be. */
final class ChunkWriter {
    /** More groups than this go one row after another: each group costs a round trip. */
    private static final int MAX_WAVES = 4;

    private final UpsertTarget target;
    private final Session session;
    private final Statement statement;
    private final ShapeWriter writer;

    ChunkWriter(UpsertTarget target, Session session, Statement statement, RowType rowType) {
        this.target = target;
        this.session = session;
        this.statement = statement;
        this.writer = new ShapeWriter(target, session, statement, new RowsWriter(session, statement, rowType));
    }

    /** Rows in groups without two of one key, by what the server says of the keys. */
    List<List<UpsertUnit>> wavesByServer(List<SentRow> rows) {
        return Waves.of(target, rows, ranks(rows.stream().map(UpsertUnit::new).toList()));
    }

    private List<Long> ranks(List<UpsertUnit> units) {
        List<Long> ranks = new ArrayList<>(units.size());
        Answers answers = new Answers(writer.run(target.shape(keyColumns()), Kind.RANKS, units));
        while (answers.next()) {
            ranks.add(answers.number(0));
        }
        return ranks;
    }

    private BitSet keyColumns() {
        BitSet keys = new BitSet();
        target.keys().forEach(keys::set);
        return keys;
    }

    private static boolean oneStatement(List<List<UpsertUnit>> waves) {
        return waves.size() == 1 && groups(waves.get(0)).size() == 1;
    }

    /** Whether one statement does it, which may be committed without a look at what it gave. */
    boolean oneRoundTrip(List<List<UpsertUnit>> waves) {
        if (!oneStatement(waves)) {
            return false;
        }
        SentRow row = waves.get(0).get(0).row();
        boolean several = waves.get(0).size() > 1;
        Shape shape = target.shape(row.present());
        boolean again = !row.delete() && shape.writing() == Kind.EXISTING_FIRST;
        boolean parts = shape.rowArray() != null && target.ordersKeys() && target.returned() == null;
        int most = parts ? RowsWriter.PARTS_FROM : ShapeWriter.STAGED_FROM;
        return !several || !(again || givesBackChanged() || waves.get(0).size() >= most);
    }

    Tally write(List<List<UpsertUnit>> waves) {
        Tally tally = new Tally();
        if (statement == Statement.WITHIN && !oneStatement(waves) && !locksAll(waves)) {
            tally.add(new OneByOne(target, session).write(inOrderOfKeys(waves)));
        } else if (waves.size() > MAX_WAVES || (statement == Statement.WITHIN && givesBackChanged())) {
            tally.add(new OneByOne(target, session).write(inOrder(waves)));
        } else {
            for (List<UpsertUnit> wave : waves) {
                tally.add(writeWave(wave));
            }
        }
        for (List<UpsertUnit> wave : waves) {
            addFollowers(wave, tally);
        }
        return tally;
    }

    /** A trigger may change the keys, by which rows that are given back are told apart. */
    private boolean givesBackChanged() {
        return target.returned() != null && target.relation().rowTriggers();
    }

    /** Units that stand for others. */
    static void addFollowers(List<UpsertUnit> units, Tally tally) {
        for (UpsertUnit unit : units) {
            tally.addMerged(unit.merged());
            tally.addSkipped(unit.skipped());
        }
    }

    static List<UpsertUnit> inOrder(List<List<UpsertUnit>> waves) {
        return waves.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(unit -> unit.members().get(0).index()))
                .toList();
    }

    /**
     * Several statements take their locks one after another: what is there is locked in order first.
     *
     * @return whether all of them are there; new ones would be inserted in the order of the statements, in which others
     *     might wait for each other
     */
    private boolean locksAll(List<List<UpsertUnit>> waves) {
        List<UpsertUnit> units = waves.get(0);
        RowStream locked =
                writer.run(target.shape(keyColumns()), Kind.LOCK, units).rows();
        return locked != null && locked.total() == units.size();
    }

    /** In the order in which everybody inserts keys; rows of one key in the order they came. */
    private List<UpsertUnit> inOrderOfKeys(List<List<UpsertUnit>> waves) {
        List<UpsertUnit> units = inOrder(waves);
        List<Long> ranks = ranks(units);
        return IntStream.range(0, units.size())
                .boxed()
                .sorted(Comparator.comparing(ranks::get))
                .map(units::get)
                .toList();
    }

    /** Units without two of one key, in any order. */
    Tally writeWave(List<UpsertUnit> wave) {
        Tally tally = new Tally();
        groups(wave).forEach((group, units) -> {
            Shape shape = target.shape(group.present());
            tally.add(group.delete() ? writer.delete(shape, units) : writer.upsert(shape, units));
        });
        return tally;
    }

    private record Group(BitSet present, boolean delete) {}

    private static boolean alike(List<UpsertUnit> units) {
        SentRow first = units.get(0).row();
        for (UpsertUnit unit : units) {
            if (unit.row().delete() != first.delete() || !unit.row().present().equals(first.present())) {
                return false;
            }
        }
        return true;
    }

    private static Map<Group, List<UpsertUnit>> groups(List<UpsertUnit> units) {
        SentRow first = units.get(0).row();
        if (alike(units)) {
            return Map.of(new Group(first.present(), first.delete()), units);
        }
        Map<Group, List<UpsertUnit>> groups = new LinkedHashMap<>();
        for (UpsertUnit unit : units) {
            Group group = new Group(unit.row().present(), unit.row().delete());
            groups.computeIfAbsent(group, none -> new ArrayList<>()).add(unit);
        }
        return groups;
    }
}
