package io.camelpg.operation.load.sync;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.LoadRow;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table like another one, that rows wait in: with its types, defaults and checks, so that what is wrong with a row is
 * found as if it went there, but without its keys, triggers and numbers.
 *
 * @param target of the rows: the columns of the table they are for, and behind them two of its own
 * @param order position of the column with the number of the row
 * @param given position of the column with a 1 for each column with a default that the row has, 0 for one it has not; -1
 *     where no column has a default
 */
record StagedTarget(LoadTarget target, int order, int given) {
    static final String ORDER = "camelpg order";
    static final String GIVEN = "camelpg given";
    private static final int INT8 = 20;
    private static final int INT8_ARRAY = 1016;
    private static final int TEXT = 25;
    private static final int TEXT_ARRAY = 1009;

    /** @param name of the table with the rows */
    static StagedTarget of(Session session, LoadTarget whose, TableName name) {
        List<TargetColumn> columns = new ArrayList<>(whose.columns());
        int order = columns.size();
        columns.add(TargetColumn.of(session, own(ORDER, INT8, INT8_ARRAY, "bigint", 'N')));
        boolean defaults = !settled(whose).isEmpty();
        if (defaults) {
            columns.add(TargetColumn.of(session, own(GIVEN, TEXT, TEXT_ARRAY, "text", 'S')));
        }
        Relation relation = whose.relation();
        Relation staged = new Relation(
                Objects.requireNonNull(name.schema()),
                name.name(),
                'r',
                false,
                false,
                false,
                relation.temporaryTables(),
                0,
                0,
                columns.stream().map(TargetColumn::column).toList(),
                List.of());
        FieldNames fields = whose.fields();
        List<PgType> types = columns.stream().map(TargetColumn::type).toList();
        LoadTarget target = new LoadTarget(
                whose.plan(),
                staged,
                List.copyOf(columns),
                types,
                fields,
                whose.store(),
                whose.meta(),
                whose.defaults());
        return new StagedTarget(target, order, defaults ? order + 1 : -1);
    }

    /** The columns with defaults, other than those that every row gets. */
    private static BitSet settled(LoadTarget target) {
        BitSet defaults = (BitSet) target.defaults().clone();
        for (int i = defaults.nextSetBit(0); i >= 0; i = defaults.nextSetBit(i + 1)) {
            if (target.meta().contains(i)) {
                defaults.clear(i);
            }
        }
        return defaults;
    }

    private static RelationColumn own(String name, int type, int array, String typeName, char category) {
        return new RelationColumn(
                name, type, array, typeName, typeName, -1, category, false, true, false, false, false, null, true,
                null);
    }

    /**
     * What stands between the parentheses of CREATE TABLE.
     *
     * @param including what else comes along
     */
    static String definition(LoadTarget whose, String including) {
        return "LIKE " + whose.quoted() + " INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED" + including
                + ", \"" + ORDER + "\" bigint, \"" + GIVEN + "\" text";
    }

    /** Puts into a row what it has in the two columns. */
    void finish(LoadRow row, BitSet present) {
        row.values()[order] = row.index();
        if (given >= 0) {
            BitSet defaults = settled(target);
            StringBuilder bits = new StringBuilder(defaults.cardinality());
            for (int i = defaults.nextSetBit(0); i >= 0; i = defaults.nextSetBit(i + 1)) {
                bits.append(present.get(i) ? '1' : '0');
            }
            row.values()[given] = bits.toString();
            present.set(given);
        }
        present.set(order);
    }

    /** As SQL, whether the row {@code s} has the column; null where every row has a value for it. */
    @Nullable
    String gives(int column) {
        BitSet defaults = settled(target);
        return defaults.get(column)
                ? "pg_catalog.substr(s.\"" + GIVEN + "\", "
                        + defaults.get(0, column + 1).cardinality() + ", 1) = '1'"
                : null;
    }
}
