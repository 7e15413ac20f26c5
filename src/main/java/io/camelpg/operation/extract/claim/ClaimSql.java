package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.operation.extract.Condition;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a queue. The values of a key go as text and come back as text, which is right for every type.
 *
 * @param claim one row that is due and that nobody has, locked; behind its columns those of its key, and its attempts
 * @param done for a row that was claimed in this transaction
 * @param retry for a row whose attempt failed and that is still to be done, whoever claimed it
 * @param setAside the same, for the last time; null where there is no last time
 * @param behind how many columns are behind those of the table
 */
record ClaimSql(
        ClaimTable table,
        SqlTemplate claim,
        RowStatement done,
        RowStatement retry,
        @Nullable RowStatement setAside,
        int behind) {
    private static final String PREFIX = "camel_pg_";

    /** @throws io.camelpg.error.PgException PG-2nn where the condition is none */
    static ClaimSql of(ClaimTable table, ClaimPlan plan) {
        String name = ClaimTable.name(table.relation()).quoted();
        return new ClaimSql(
                table,
                claim(table, plan, name),
                done(table, name),
                retry(table, name),
                plan.setAside() == null ? null : setAside(table, name),
                table.key().size() + 1);
    }

    /** All of the statements. */
    List<SqlTemplate> templates() {
        List<SqlTemplate> all = new ArrayList<>(List.of(claim, done.template(), retry.template()));
        if (setAside != null) {
            all.add(setAside.template());
        }
        return all;
    }

    private static SqlTemplate claim(ClaimTable table, ClaimPlan plan, String name) {
        List<String> columns = new ArrayList<>();
        if (table.read().isEmpty()) {
            columns.add("*");
        }
        table.read().forEach(column -> columns.add(quoted(column)));
        int number = 0;
        for (RelationColumn column : table.key()) {
            columns.add(quoted(column) + "::text AS " + PREFIX + "key_" + ++number);
        }
        RelationColumn attempts = table.attempts();
        columns.add((attempts == null ? "0" : coalesced(attempts)) + "::bigint AS " + PREFIX + "attempts");
        List<String> conditions = new ArrayList<>(waiting(table));
        RelationColumn retryAt = table.retryAt();
        if (retryAt != null) {
            String due = quoted(retryAt) + " <= " + Moment.BEGIN.in(retryAt);
            conditions.add(retryAt.notNull() ? due : "(" + quoted(retryAt) + " IS NULL OR " + due + ")");
        }
        String where = plan.where();
        if (where != null) {
            conditions.add(Condition.enclosed(where));
        }
        return SqlTemplate.parse("SELECT " + String.join(", ", columns) + " FROM " + name
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)) + " ORDER BY "
                + order(table) + " LIMIT 1 FOR " + lock(table) + " SKIP LOCKED");
    }

    /** The weaker lock lets others insert rows that refer to the claimed one. */
    private static String lock(ClaimTable table) {
        return table.done() == null || table.grave() != null ? "UPDATE" : "NO KEY UPDATE";
    }

    /** In quotes, separated by commas. */
    static String order(ClaimTable table) {
        return table.order().stream().map(OrderColumn::sql).collect(Collectors.joining(", "));
    }

    /** The conditions of rows that are neither done nor set aside. */
    static List<String> waiting(ClaimTable table) {
        List<String> conditions = new ArrayList<>();
        Mark done = table.done();
        if (done != null) {
            conditions.add(done.waiting());
        }
        Mark setAside = table.setAside();
        if (setAside != null) {
            conditions.add(setAside.waiting());
        }
        return conditions;
    }

    private static RowStatement done(ClaimTable table, String name) {
        RowStatement.Builder statement = new RowStatement.Builder(table.key());
        Mark done = table.done();
        if (done == null) {
            return statement.build("DELETE FROM " + name + " WHERE " + statement.key());
        }
        List<String> set = new ArrayList<>(List.of(done.assignment()));
        RelationColumn attempts = table.attempts();
        if (attempts != null) {
            set.add(quoted(attempts) + " = " + coalesced(attempts) + " + 1");
        }
        RelationColumn failure = table.relation().column(failure(table));
        if (failure != null && !failure.notNull()) {
            set.add(quoted(failure) + " = NULL");
        }
        return statement.build("UPDATE " + name + " SET " + String.join(", ", set) + " WHERE " + statement.key());
    }

    private static RowStatement retry(ClaimTable table, String name) {
        RowStatement.Builder statement = new RowStatement.Builder(table.key());
        List<String> set = failed(table, statement);
        RelationColumn retryAt = table.retryAt();
        if (retryAt != null) {
            String later = statement.value(RowValue.DELAY_MILLIS, "double precision") + " * interval '1 millisecond'";
            set.add(quoted(retryAt) + " = " + Moment.NOW.in(retryAt, later));
        }
        if (set.isEmpty()) {
            // There is nothing to record; whether the row is still to be done is asked all the same.
            RelationColumn first = table.key().get(0);
            set.add(quoted(first) + " = " + quoted(first));
        }
        return statement.build(
                "UPDATE " + name + " SET " + String.join(", ", set) + " WHERE " + unchanged(table, statement));
    }

    private static RowStatement setAside(ClaimTable table, String name) {
        RowStatement.Builder statement = new RowStatement.Builder(table.key());
        Mark mark = table.setAside();
        if (mark != null) {
            List<String> set = failed(table, statement);
            set.add(mark.assignment());
            return statement.build(
                    "UPDATE " + name + " SET " + String.join(", ", set) + " WHERE " + unchanged(table, statement));
        }
        return GraveSql.move(table, name, statement, unchanged(table, statement));
    }

    private static List<String> failed(ClaimTable table, RowStatement.Builder statement) {
        List<String> set = new ArrayList<>();
        RelationColumn attempts = table.attempts();
        if (attempts != null) {
            set.add(quoted(attempts) + " = " + coalesced(attempts) + " + 1");
        }
        RelationColumn failure = table.relation().column(failure(table));
        if (failure != null) {
            set.add(quoted(failure) + " = " + reason(failure, statement));
        }
        return set;
    }

    /** The reason, no longer than the column takes. */
    static String reason(RelationColumn failure, RowStatement.Builder statement) {
        String text = statement.value(RowValue.REASON, "text");
        return failure.typmod() > 4 ? "left(" + text + ", " + (failure.typmod() - 4) + ")" : text;
    }

    /** Nothing became of the row since it was claimed. */
    private static String unchanged(ClaimTable table, RowStatement.Builder statement) {
        List<String> conditions = new ArrayList<>(List.of(statement.key()));
        conditions.addAll(waiting(table));
        RelationColumn attempts = table.attempts();
        if (attempts != null) {
            conditions.add(coalesced(attempts) + " = " + statement.value(RowValue.ATTEMPTS, "bigint"));
        }
        return String.join(" AND ", conditions);
    }

    private static String failure(ClaimTable table) {
        RelationColumn failure = table.failure();
        return failure == null ? "" : failure.name();
    }

    static String coalesced(RelationColumn attempts) {
        return attempts.notNull() ? quoted(attempts) : "coalesce(" + quoted(attempts) + ", 0)";
    }

    static String quoted(RelationColumn column) {
        return Identifier.quote(column.name());
    }
}
