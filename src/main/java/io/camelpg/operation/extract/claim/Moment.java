package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.RelationColumn;
import org.jspecify.annotations.Nullable;

/**
 * A time as a column takes it. Sessions have the time zones of their clients, so one without a zone is in UTC, the same for
 * all of them.
 */
enum Moment {
    /** When the statement runs, however long ago its transaction began. */
    NOW("pg_catalog.clock_timestamp()"),
    /** When the transaction began, which is the same for all rows of a statement. */
    BEGIN("pg_catalog.now()");

    private final String sql;

    Moment(String sql) {
        this.sql = sql;
    }

    /** As SQL; null where the column takes no time. */
    @Nullable
    String in(RelationColumn column) {
        return in(column, "");
    }

    /** @param later what is added to it, as SQL */
    @Nullable
    String in(RelationColumn column, String later) {
        String moment = later.isEmpty() ? sql : "(" + sql + " + " + later + ")";
        return switch (column.typeName()) {
            case "timestamp with time zone" -> moment;
            case "timestamp without time zone" -> "(" + moment + " AT TIME ZONE 'UTC')";
            default -> null;
        };
    }
}
