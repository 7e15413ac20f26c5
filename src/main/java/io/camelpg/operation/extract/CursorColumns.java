package io.camelpg.operation.extract;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that rows are ordered by: the cursor, then the key, so that no two rows are equal.
 *
 * @param order of which the first is the cursor, and none but the first can be NULL
 * @param keyed whether a key is among them
 */
record CursorColumns(List<RelationColumn> order, CursorKind kind, boolean keyed) {
    CursorColumns {
        order = List.copyOf(order);
    }

    /** @throws PgException PG-207 where a column is not there, PG-504 where one cannot be part of it */
    static CursorColumns of(Relation relation, Incremental incremental) {
        Set<RelationColumn> order = new LinkedHashSet<>();
        for (String written : incremental.cursor()) {
            RelationColumn column = ColumnNames.find(relation, written);
            if (!order.isEmpty() && !column.notNull()) {
                throw new PgException(
                        PgErrorCode.UNSUPPORTED,
                        "column " + Identifier.quote(column.name())
                                + " can be NULL, and of a cursor only the first can");
            }
            order.add(column);
        }
        CursorKind kind = CursorKind.of(order.iterator().next());
        kind.check(incremental.lookBack());
        List<RelationColumn> key = key(relation, incremental);
        order.addAll(key);
        return new CursorColumns(new ArrayList<>(order), kind, !key.isEmpty());
    }

    private static List<RelationColumn> key(Relation relation, Incremental incremental) {
        List<RelationColumn> named = new ArrayList<>();
        for (String written : incremental.keys()) {
            RelationColumn column = ColumnNames.find(relation, written);
            if (!column.notNull()) {
                throw new PgException(
                        PgErrorCode.UNSUPPORTED,
                        "column " + Identifier.quote(column.name()) + " can be NULL, and is no key");
            }
            named.add(column);
        }
        if (!named.isEmpty()) {
            return named;
        }
        for (UniqueKey candidate : relation.keys()) {
            List<RelationColumn> columns = candidate.columns().stream()
                    .map(name -> ColumnNames.find(relation, Identifier.quote(name)))
                    .toList();
            if (candidate.whole() && columns.stream().allMatch(RelationColumn::notNull)) {
                return columns;
            }
        }
        return List.of();
    }

    RelationColumn cursor() {
        return order.get(0);
    }

    List<String> names() {
        return order.stream().map(RelationColumn::name).toList();
    }

    /** In quotes, separated by commas. */
    String quoted() {
        return quoted(0);
    }

    /** From that one on. */
    String quoted(int from) {
        return order.subList(from, order.size()).stream()
                .map(column -> Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
    }
}
