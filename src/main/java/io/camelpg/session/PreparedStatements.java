package io.camelpg.session;

import io.camelpg.connection.SessionState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/** The statements prepared on one connection, the least recently used closed first. */
final class PreparedStatements {
    private static final int CAPACITY = 256;

    private final QueryExecutor executor;
    private final Map<StatementPlan, @Nullable Prepared[]> byPlan = new LinkedHashMap<>(64, 0.75f, true);

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

    Prepared get(StatementPlan plan, Unit unit) {
        @Nullable Prepared[] units = byPlan.get(plan);
        if (units == null) {
            units = new @Nullable Prepared[Unit.values().length];
            byPlan.put(plan, units);
            closeEldest();
        }
        Prepared prepared = units[unit.ordinal()];
        if (prepared == null) {
            prepared = new Prepared(executor.wrap(unit.queries(plan.sql(), plan.parameterCount())));
            units[unit.ordinal()] = prepared;
        }
        return prepared;
    }

    private void closeEldest() {
        if (byPlan.size() > CAPACITY) {
            StatementPlan eldest = byPlan.keySet().iterator().next();
            @Nullable Prepared[] units = byPlan.remove(eldest);
            if (units != null) {
                for (Prepared prepared : units) {
                    if (prepared != null) {
                        prepared.query().close();
                    }
                }
            }
        }
    }
}
