package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import java.util.List;
import java.util.Locale;

/** A column that says which row is claimed first. */
record OrderColumn(RelationColumn column, boolean descending) {
    private static final String DESCENDING = " desc";
    private static final String ASCENDING = " asc";

    /**
     * A column as the route names it, with {@code desc} or {@code asc} behind it or not.
     *
     * @throws PgException PG-207
     */
    static OrderColumn of(Relation relation, String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        boolean descending = lower.endsWith(DESCENDING);
        int end = written.length();
        if (descending || lower.endsWith(ASCENDING)) {
            end -= descending ? DESCENDING.length() : ASCENDING.length();
        }
        return new OrderColumn(
                ColumnNames.find(relation, written.substring(0, end).strip()), descending);
    }

    /** Those of a key. */
    static List<OrderColumn> of(List<RelationColumn> key) {
        return key.stream().map(column -> new OrderColumn(column, false)).toList();
    }

    String sql() {
        return Identifier.quote(column.name()) + (descending ? " DESC" : "");
    }
}
