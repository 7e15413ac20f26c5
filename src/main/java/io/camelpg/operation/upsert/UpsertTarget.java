package io.camelpg.operation.upsert;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.TargetColumn;
import io.camelpg.row.Columns;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table as one endpoint writes it: what {@link TargetResolver} found out about it. Thread-safe; another one is made when
 * the table changes.
 *
 * @param columns that rows may fill, in the table's order
 * @param keys positions in the columns
 * @param version position in the columns, -1 where there is none
 * @param store position of the column that takes unknown fields, -1 where there is none
 * @param arbiter what ON CONFLICT goes by
 * @param returned what RETURNING gives; null for nothing
 */
record UpsertTarget(
        UpsertPlan plan,
        Relation relation,
        List<TargetColumn> columns,
        List<Integer> keys,
        int version,
        int store,
        UniqueKey key,
        String arbiter,
        FieldNames fields,
        @Nullable Columns returned,
        int serverVersion,
        Map<BitSet, Shape> shapes) {
    private static final int KEPT_SHAPES = 200;
    private static final int OLD_AND_NEW_IN_RETURNING = 180_000;

    static Map<BitSet, Shape> noShapes() {
        return new ConcurrentHashMap<>();
    }

    boolean isKey(int column) {
        return keys.contains(column);
    }

    /** Whether unknown fields are added to those that are stored. */
    boolean mergesStored() {
        return plan.absent() == Absent.KEEP;
    }

    /** Whether rows are put in the order of their keys before they are sent. */
    boolean ordersKeys() {
        return keys.stream().allMatch(key -> KeyOrder.knows(columns.get(key)));
    }

    /** The statements for rows that have just these columns. */
    Shape shape(BitSet present) {
        Shape known = shapes.get(present);
        if (known == null) {
            known = new Shape(this, present);
            if (shapes.size() < KEPT_SHAPES) {
                shapes.put(present, known);
            }
        }
        return known;
    }

    /** How RETURNING tells an inserted row from an updated one; null where it cannot. */
    @Nullable
    String insertedFlag() {
        if (serverVersion >= OLD_AND_NEW_IN_RETURNING) {
            return "old.ctid IS NULL";
        }
        return relation.partitioned() ? null : "t.xmax = 0";
    }

    /** Whether a row of this shape can be stored where there is none of its key yet. */
    boolean canInsert(BitSet present) {
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            if (!present.get(i) && column.column().notNull() && !column.column().hasDefault()) {
                return false;
            }
        }
        return true;
    }

    String label(int column) {
        return columns.get(column).label();
    }
}
