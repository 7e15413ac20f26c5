package io.camelpg.operation.load.sync;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.load.LoadMode;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.SyncPlan;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What tells the rows of a table apart, and which of them is newer: positions in the target.
 *
 * @param columns of the key
 * @param cursor -1 where there is none
 * @param unique whether the table itself lets no two rows have one key
 */
record SyncKey(List<Integer> columns, int cursor, boolean unique) {

    /** @throws PgException PG-207, PG-221 or PG-501 where the table has no such key, or no such cursor */
    static SyncKey of(LoadTarget target, SyncPlan plan) {
        List<String> names = names(target, plan);
        List<Integer> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(position(target, name, "keys"));
        }
        String cursor = plan.cursor();
        return new SyncKey(
                columns,
                cursor == null
                        ? -1
                        : position(
                                target,
                                ColumnNames.find(target.relation(), cursor).name(),
                                "cursor"),
                isUnique(target, names));
    }

    /** Only whether there is one, where one is needed. */
    static void check(LoadTarget target, SyncPlan plan) {
        if (plan.mode() == LoadMode.DEDUP) {
            of(target, plan);
        }
    }

    private static List<String> names(LoadTarget target, SyncPlan plan) {
        if (!plan.keys().isEmpty()) {
            return plan.keys().stream()
                    .map(key -> ColumnNames.find(target.relation(), key).name())
                    .distinct()
                    .toList();
        }
        UniqueKey primary = target.relation().primaryKey();
        if (primary == null) {
            throw new PgException(
                    PgErrorCode.NO_UNIQUE_KEY,
                    new TableName(target.relation().schema(), target.relation().name()) + " has no primary key",
                    null,
                    "Name the columns by which rows are told apart in 'keys'",
                    null);
        }
        return primary.columns();
    }

    private static int position(LoadTarget target, String column, String option) {
        int position = target.position(column);
        if (position < 0 || target.meta().contains(position)) {
            RelationColumn known = target.relation().column(column);
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    option + " names \"" + column + "\", which "
                            + (known != null && known.generated()
                                    ? "the server calculates"
                                    : "is not among the columns that rows fill"));
        }
        return position;
    }

    private static boolean isUnique(LoadTarget target, List<String> names) {
        return target.relation().keys().stream()
                .anyMatch(key -> key.whole() && !key.columns().isEmpty() && names.containsAll(key.columns()));
    }

    boolean isKey(int column) {
        return columns.contains(column);
    }

    /** The columns of key and cursor. */
    List<RelationColumn> described(LoadTarget target) {
        return required().stream()
                .mapToObj(column -> target.columns().get(column).column())
                .toList();
    }

    /** The columns whose values must be what was sent. */
    BitSet required() {
        BitSet required = new BitSet();
        columns.forEach(required::set);
        if (cursor >= 0) {
            required.set(cursor);
        }
        return required;
    }
}
