package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.Relations;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.session.Session;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table that is claimed from, with the columns that the options name.
 *
 * @param key by which a row is found again
 * @param read columns that are read; empty for all
 * @param done null where rows are deleted
 * @param setAside null where rows are moved, or never set aside
 * @param grave the table that rows are moved to; null for none
 */
record ClaimTable(
        Relation relation,
        List<RelationColumn> key,
        List<OrderColumn> order,
        List<RelationColumn> read,
        @Nullable Mark done,
        @Nullable Mark setAside,
        @Nullable Relation grave,
        @Nullable RelationColumn attempts,
        @Nullable RelationColumn retryAt,
        @Nullable RelationColumn failure) {
    ClaimTable {
        key = List.copyOf(key);
        order = List.copyOf(order);
        read = List.copyOf(read);
    }

    /**
     * Looks everything up that the options name.
     *
     * @throws PgException PG-206 where the table is not there, PG-504 where it is none, PG-501 with all that is wrong
     */
    static ClaimTable find(Session session, ClaimPlan plan) {
        Relation relation = Relations.read(session, plan.table());
        if (relation.kind() != 'r' && relation.kind() != 'p') {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "claim locks rows of a table, and " + name(relation) + " is " + relation.kindName(),
                    null,
                    "Name the table that has the rows; a condition goes into 'where'",
                    null);
        }
        Problems problems = new Problems("pg:extract:" + plan.table() + "?claim=skip-locked");
        ClaimTable table = new Lookup(session, plan, relation, problems).table();
        problems.throwIfAny();
        return table;
    }

    static TableName name(Relation relation) {
        return new TableName(relation.schema(), relation.name());
    }

    /** Looks up one option after the other, and collects what is wrong with them. */
    private record Lookup(Session session, ClaimPlan plan, Relation relation, Problems problems) {
        ClaimTable table() {
            List<RelationColumn> key = key();
            List<OrderColumn> order = new ArrayList<>();
            for (String written : plan.orderBy()) {
                OrderColumn column = problems.collect(() -> OrderColumn.of(relation, written));
                if (column != null) {
                    order.add(column);
                }
            }
            Mark done = mark("done", plan.done());
            Mark setAside = mark("setAside", plan.setAside());
            Relation grave = grave();
            RelationColumn attempts = written("attempts", plan.attempts());
            if (attempts != null) {
                problems.require(
                        List.of("smallint", "integer", "bigint").contains(attempts.typeName()),
                        "attempts counts in a smallint, integer or bigint, and " + described(attempts));
            }
            RelationColumn retryAt = written("retryAt", plan.retryAt());
            if (retryAt != null) {
                problems.require(
                        Moment.NOW.in(retryAt) != null, "retryAt takes a timestamp, and " + described(retryAt));
            }
            RelationColumn failure = failure(grave);
            List<RelationColumn> read = found(plan.columns());
            return new ClaimTable(
                    relation,
                    key,
                    order.isEmpty() ? OrderColumn.of(key) : order,
                    read,
                    done,
                    setAside,
                    grave,
                    attempts,
                    retryAt,
                    failure);
        }

        private List<RelationColumn> key() {
            if (!plan.keys().isEmpty()) {
                List<RelationColumn> named = found(plan.keys());
                List<String> names = named.stream().map(RelationColumn::name).toList();
                boolean unique = relation.keys().stream()
                        .anyMatch(candidate -> candidate.whole() && names.containsAll(candidate.columns()));
                problems.require(
                        unique || named.size() < plan.keys().size(),
                        "keys names columns of " + name(relation) + " that no unique index is over");
                for (RelationColumn column : named) {
                    problems.require(
                            column.notNull(),
                            "a row whose " + column.name()
                                    + " is NULL could not be found again: keys takes columns that are NOT NULL");
                }
                return named;
            }
            for (UniqueKey candidate : relation.keys()) {
                if (candidate.whole()) {
                    List<RelationColumn> columns = found(
                            candidate.columns().stream().map(Identifier::quote).toList());
                    if (columns.stream().allMatch(RelationColumn::notNull)) {
                        return columns;
                    }
                }
            }
            problems.add(
                    name(relation) + " has no primary key, by which a claimed row could be found again: add one, or a"
                            + " unique one without NULL");
            return List.of();
        }

        private List<RelationColumn> found(List<String> names) {
            List<RelationColumn> columns = new ArrayList<>();
            for (String written : names) {
                RelationColumn column = problems.collect(() -> ColumnNames.find(relation, written));
                if (column != null) {
                    columns.add(column);
                }
            }
            return columns;
        }

        private @Nullable Mark mark(String option, @Nullable Ending ending) {
            if (!(ending instanceof Ending.Marked marked)) {
                return null;
            }
            List<RelationColumn> columns = new ArrayList<>();
            for (Ending.MarkedColumn named : marked.columns()) {
                RelationColumn column = written(option, named.column());
                if (column != null) {
                    columns.add(column);
                }
            }
            return columns.size() < marked.columns().size()
                    ? null
                    : problems.collect(() -> Mark.of(columns, marked, option));
        }

        private @Nullable RelationColumn written(String option, @Nullable String name) {
            if (name == null) {
                return null;
            }
            RelationColumn column = problems.collect(() -> ColumnNames.find(relation, name));
            if (column != null) {
                problems.require(
                        !column.generated() && !column.identityAlways(),
                        option + " names " + Identifier.quote(column.name()) + ", which the server calculates");
            }
            return column;
        }

        private @Nullable Relation grave() {
            if (!(plan.setAside() instanceof Ending.Moved moved)) {
                return null;
            }
            Relation grave = Relations.find(session, moved.table());
            if (grave == null) {
                problems.add("setAside moves rows to " + moved.table() + ", and there is no such table");
                return null;
            }
            problems.require(
                    grave.kind() == 'r' || grave.kind() == 'p',
                    "setAside moves rows to a table, and " + name(grave) + " is " + grave.kindName());
            List<String> missing = relation.columns().stream()
                    .map(RelationColumn::name)
                    .filter(column -> grave.column(column) == null)
                    .toList();
            problems.require(
                    missing.isEmpty(),
                    "setAside moves rows to " + name(grave) + ", which lacks the columns "
                            + String.join(", ", missing));
            return grave;
        }

        /** Where rows are moved, the reason may have its column only there. */
        private @Nullable RelationColumn failure(@Nullable Relation grave) {
            String name = plan.failure();
            if (name == null) {
                return null;
            }
            RelationColumn column = grave == null
                    ? problems.collect(() -> ColumnNames.find(relation, name))
                    : problems.collect(() -> ColumnNames.find(grave, name));
            if (column != null) {
                problems.require(
                        column.category() == 'S' && !column.generated(),
                        "failure takes text, and " + described(column));
            }
            return column;
        }

        private static String described(RelationColumn column) {
            return Identifier.quote(column.name()) + " is " + column.declaredType();
        }
    }
}
