package io.camelpg.operation.upsert;

import io.camelpg.operation.TargetColumn;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One column of many rows, as a list without a copy. */
final class ColumnValues extends AbstractList<@Nullable Object> {
    private final TargetColumn column;
    private final int position;
    private final List<UpsertUnit> units;

    ColumnValues(TargetColumn column, int position, List<UpsertUnit> units) {
        this.column = column;
        this.position = position;
        this.units = units;
    }

    @Override
    public @Nullable Object get(int row) {
        return column.element(units.get(row).row().values()[position]);
    }

    @Override
    public int size() {
        return units.size();
    }
}
