package io.camelpg.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view with what a writer has to know of it.
 *
 * @param kind {@code pg_class.relkind}: r table, p partitioned, v view, m materialized view, f foreign table
 * @param rules whether a rule replaces or adds to INSERT, UPDATE or DELETE
 * @param rowTriggers whether a BEFORE trigger can change or skip rows that are written
 * @param insteadOfInsert whether a trigger takes the rows that are inserted, as a view needs it
 * @param temporaryTables whether the user may create temporary tables in its database
 * @param rowType the OID of its row type
 * @param rowArray the OID of the array type over its row type, 0 where there is none
 */
public record Relation(
        String schema,
        String name,
        char kind,
        boolean rules,
        boolean rowTriggers,
        boolean insteadOfInsert,
        boolean temporaryTables,
        int rowType,
        int rowArray,
        List<RelationColumn> columns,
        List<UniqueKey> keys) {
    public Relation {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    public boolean partitioned() {
        return kind == 'p';
    }

    /** What the kind is called. */
    public String kindName() {
        return switch (kind) {
            case 'r' -> "a table";
            case 'p' -> "a partitioned table";
            case 'v' -> "a view";
            case 'm' -> "a materialized view";
            case 'f' -> "a foreign table";
            default -> "a relation of kind " + kind;
        };
    }

    public @Nullable RelationColumn column(String column) {
        for (RelationColumn candidate : columns) {
            if (candidate.name().equals(column)) {
                return candidate;
            }
        }
        return null;
    }

    public @Nullable UniqueKey primaryKey() {
        for (UniqueKey key : keys) {
            if (key.primary()) {
                return key;
            }
        }
        return null;
    }
}
