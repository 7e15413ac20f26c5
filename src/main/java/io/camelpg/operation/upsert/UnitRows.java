package io.camelpg.operation.upsert;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows to send, by position in the target, as a list without a copy. */
final class UnitRows extends AbstractList<@Nullable Object[]> {
    private final List<UpsertUnit> units;

    UnitRows(List<UpsertUnit> units) {
        this.units = units;
    }

    @Override
    public @Nullable Object[] get(int index) {
        return units.get(index).row().values();
    }

    @Override
    public int size() {
        return units.size();
    }
}
