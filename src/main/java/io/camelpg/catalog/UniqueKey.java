package io.camelpg.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primary key, a UNIQUE constraint or a unique index.
 *
 * @param name of the constraint, or of the index where there is no constraint
 * @param constraint whether it is a constraint
 * @param deferrable whether it can be checked at the end of a transaction, which rules it out for ON CONFLICT
 * @param columns in order, without those that are only included; empty where it is over an expression
 * @param predicate the condition of a partial index, as SQL; null where it holds for all rows
 * @param nullsEqual NULLS NOT DISTINCT
 */
public record UniqueKey(
        String name,
        boolean primary,
        boolean constraint,
        boolean deferrable,
        List<String> columns,
        @Nullable String predicate,
        boolean nullsEqual) {
    public UniqueKey {
        columns = List.copyOf(columns);
    }

    /** Whether rows can be found by it whatever else is in them. */
    public boolean whole() {
        return !columns.isEmpty() && predicate == null && !deferrable;
    }
}
