package io.camelpg.operation.upsert;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which unique key of a table says that two rows are the same. */
final class KeyChoice {
    private final UpsertPlan plan;
    private final Relation relation;
    private final UnaryOperator<String> columnName;
    private final TableName table;

    KeyChoice(UpsertPlan plan, Relation relation, UnaryOperator<String> columnName) {
        this.plan = plan;
        this.relation = relation;
        this.columnName = columnName;
        this.table = new TableName(relation.schema(), relation.name());
    }

    /** @throws PgException PG-221 where there is none that fits, with the statement that would make one */
    UniqueKey key() {
        String constraint = plan.constraint();
        if (constraint != null) {
            return named(constraint);
        }
        if (plan.keys().isEmpty()) {
            UniqueKey primary = relation.primaryKey();
            return primary == null ? throwNone() : usable(primary);
        }
        return over(plan.keys().stream().map(columnName).toList());
    }

    /** A whole key of just these columns, in any order; else a partial index. */
    private UniqueKey over(List<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        UniqueKey found = null;
        for (UniqueKey key : relation.keys()) {
            boolean better = found == null || (!found.whole() && (key.whole() || found.deferrable()));
            if (wanted.equals(new HashSet<>(key.columns())) && better) {
                found = key;
            }
        }
        if (found == null) {
            throw none("no unique key over (" + String.join(", ", columns) + ")", columns);
        }
        return usable(found);
    }

    private UniqueKey named(String constraint) {
        for (UniqueKey key : relation.keys()) {
            if (key.name().equals(constraint)) {
                if (key.columns().isEmpty()) {
                    throw new PgException(
                            PgErrorCode.UNSUPPORTED,
                            "the unique index \"" + constraint + "\" of " + table + " is over an expression",
                            null,
                            "Store the expression in a generated column with a unique key, or use pg:execute",
                            null);
                }
                return usable(key);
            }
        }
        String known = relation.keys().stream().map(UniqueKey::name).collect(Collectors.joining("\", \""));
        throw new PgException(
                PgErrorCode.NO_UNIQUE_KEY,
                table + " has no unique constraint or index \"" + constraint + "\"",
                "42704",
                known.isEmpty() ? null : "There are \"" + known + "\"",
                null);
    }

    private UniqueKey usable(UniqueKey key) {
        if (key.deferrable()) {
            throw new PgException(
                    PgErrorCode.NO_UNIQUE_KEY,
                    "the unique key \"" + key.name() + "\" of " + table
                            + " is DEFERRABLE, which ON CONFLICT does not take",
                    "55000",
                    "Make one that is not: " + create(key.columns()),
                    null);
        }
        return key;
    }

    private UniqueKey throwNone() {
        String others = relation.keys().stream()
                .filter(UniqueKey::whole)
                .map(key -> "keys=" + String.join(",", key.columns()))
                .collect(Collectors.joining(" or "));
        if (!others.isEmpty()) {
            throw new PgException(
                    PgErrorCode.NO_UNIQUE_KEY,
                    table + " has no primary key",
                    null,
                    "Name the columns of another unique key: " + others,
                    null);
        }
        List<String> guess = relation.columns().stream()
                .map(RelationColumn::name)
                .filter(name -> name.equals("id"))
                .toList();
        throw none(
                "no primary key",
                guess.isEmpty() ? List.of(relation.columns().get(0).name()) : guess);
    }

    private PgException none(String what, List<String> columns) {
        return new PgException(
                PgErrorCode.NO_UNIQUE_KEY,
                table + " has " + what,
                "42P10",
                "Add one: " + create(columns)
                        + (plan.keys().isEmpty() ? "; or name the columns of a unique key in 'keys'" : ""),
                null);
    }

    private String create(List<String> columns) {
        String list = columns.stream().map(Identifier::quote).collect(Collectors.joining(", "));
        return "ALTER TABLE " + table.quoted() + " ADD "
                + (relation.primaryKey() == null ? "PRIMARY KEY (" : "UNIQUE (") + list + ")";
    }

    /** What stands behind ON CONFLICT. */
    static String arbiter(UniqueKey key) {
        @Nullable String predicate = key.predicate();
        return '('
                + key.columns().stream().map(Identifier::quote).collect(Collectors.joining(", "))
                + ')'
                + (predicate == null ? "" : " WHERE " + predicate);
    }
}
