package io.camelpg.session;

import io.camelpg.connection.SessionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SqlCommand;

/**
 * The statements prepared on one connection, the least recently used closed first. A statement is prepared once, whatever
 * it is sent together with.
 */
final class PreparedStatements {
    private static final int CAPACITY = 256;
    private static final int MOST_JOINED = 256;
    /** So many statements joined are a script; more are a batch, whose size is another each time. */
    private static final int FEW = 64;

    private final QueryExecutor executor;
    private final Map<StatementPlan, Prepared> byPlan = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Query> controls = new HashMap<>();
    private final Map<Joined, Query> joined = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Joined, Query> eldest) {
            return size() > MOST_JOINED;
        }
    };

    private PreparedStatements(QueryExecutor executor) {
        this.executor = executor;
    }

    static PreparedStatements of(SessionState session) {
        Object known = session.statements();
        if (known instanceof PreparedStatements statements) {
            return statements;
        }
        PreparedStatements statements =
                new PreparedStatements(session.connection().getQueryExecutor());
        session.statements(statements);
        return statements;
    }

    Prepared get(StatementPlan plan) {
        Prepared prepared = byPlan.get(plan);
        if (prepared == null) {
            prepared = new Prepared(wrap(plan));
            byPlan.put(plan, prepared);
            closeEldest();
        }
        return prepared;
    }

    /** The statement with what its unit puts around it, and in front of that what is to be sent ahead. */
    Query get(
            StatementPlan plan, Prepared prepared, List<String> ahead, Unit unit, @Nullable MessageSettings settings) {
        if (!ahead.isEmpty() || settings != null) {
            List<String> before = new ArrayList<>(ahead);
            before.addAll(unit.before());
            return joined(before, settings, List.of(plan), unit.after());
        }
        if (unit == Unit.PLAIN) {
            return prepared.query();
        }
        Query known = prepared.within(unit);
        if (known == null) {
            known = join(unit.before(), null, List.of(plan), unit.after());
            prepared.within(unit, known);
        }
        return known;
    }

    /**
     * Statements to send together, with commands of our own before and after them; a few of them are kept.
     *
     * @param settings of the transaction that one of the commands begins, behind which they go
     */
    Query joined(
            List<String> before, @Nullable MessageSettings settings, List<StatementPlan> plans, List<String> after) {
        StatementPlan setting = settings == null ? null : settings.plan();
        // The driver takes a list for one statement as such, and not as that of a composite with one part.
        if (before.isEmpty() && plans.size() == 1 && after.isEmpty()) {
            return get(plans.get(0)).query();
        }
        if (plans.size() > FEW) {
            return join(before, setting, plans, after);
        }
        Joined key = new Joined(before, setting, plans, after);
        Query known = joined.get(key);
        if (known == null) {
            known = join(before, setting, plans, after);
            joined.put(key, known);
        } else {
            // They stay among the recently used, too.
            plans.forEach(byPlan::get);
            if (setting != null) {
                byPlan.get(setting);
            }
        }
        return known;
    }

    private record Joined(
            List<String> before, @Nullable StatementPlan setting, List<StatementPlan> plans, List<String> after) {
        boolean has(StatementPlan plan) {
            return plan.equals(setting) || plans.contains(plan);
        }
    }

    private Query join(
            List<String> before, @Nullable StatementPlan setting, List<StatementPlan> plans, List<String> after) {
        List<Query> parts = new ArrayList<>();
        List<NativeQuery> natives = new ArrayList<>();
        for (String sql : before) {
            addControl(sql, parts, natives);
            if (setting != null && SentAhead.begins(sql)) {
                add(setting, parts, natives);
            }
        }
        plans.forEach(plan -> add(plan, parts, natives));
        after.forEach(sql -> addControl(sql, parts, natives));
        Query lists = executor.wrap(natives);
        return new JoinedQuery(parts.toArray(Query[]::new), lists::createParameterList);
    }

    private void add(StatementPlan plan, List<Query> parts, List<NativeQuery> natives) {
        parts.add(get(plan).query());
        natives.add(nativeQuery(plan));
    }

    private void addControl(String sql, List<Query> parts, List<NativeQuery> natives) {
        NativeQuery text = new NativeQuery(sql, new int[0], false, SqlCommand.BLANK);
        parts.add(controls.computeIfAbsent(sql, missing -> executor.wrap(List.of(text))));
        natives.add(text);
    }

    private Query wrap(StatementPlan plan) {
        return executor.wrap(List.of(nativeQuery(plan)));
    }

    /** The text has {@code $n} already; the driver only needs to know how many values there are. */
    private static NativeQuery nativeQuery(StatementPlan plan) {
        return new NativeQuery(plan.sql(), new int[plan.parameterCount()], false, SqlCommand.BLANK);
    }

    private void closeEldest() {
        if (byPlan.size() > CAPACITY) {
            StatementPlan eldest = byPlan.keySet().iterator().next();
            Prepared prepared = byPlan.remove(eldest);
            if (prepared != null) {
                prepared.query().close();
                joined.keySet().removeIf(key -> key.has(eldest));
            }
        }
    }

    /** The id of the transaction, asked for together with other statements. */
    @Nullable
    Query identification() {
        return controls.get(Unit.TRANSACTION_ID);
    }
}
