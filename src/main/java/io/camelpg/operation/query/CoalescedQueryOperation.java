package io.camelpg.operation.query;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.AsyncOperation;
import io.camelpg.operation.CoalescedCall;
import io.camelpg.operation.Coalescers;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.row.RowStream;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.JoinedReads;
import io.camelpg.session.ReadReplica;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A query whose concurrent calls share one statement, each getting its own rows. Where the joined statement fails, every
 * call is made by itself, so that a failure is that of the call which it belongs to.
 */
public final class CoalescedQueryOperation implements AsyncOperation {
    private static final int MOST_FLIGHTS = 4;

    private final QueryOperation single;
    private final QueryPlan settings;
    private final SqlTemplate template;
    private final Coalescers coalescers;

    /** @throws PgException PG-204 if the statement does not only read, PG-501 if it is of a kind that cannot be joined */
    public CoalescedQueryOperation(QueryPlan settings, SqlTemplate template, Executor executor) {
        this.single = new QueryOperation(settings);
        this.settings = settings;
        this.template = template;
        this.coalescers = new Coalescers(MOST_FLIGHTS, executor, this::fly);
        switch (template.kind()) {
            case SELECT, WITH, VALUES, TABLE -> {}
            default ->
                throw new PgException(
                        PgErrorCode.INVALID_CONFIGURATION, "coalesce=true does not go with " + template.kind());
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return single.run(sessions, arguments);
    }

    @Override
    public boolean start(Database database, Arguments arguments, Completion completion) {
        Deadline deadline = Deadline.after(settings.timeoutMillis());
        return coalescers.submit(database, new CoalescedCall(arguments.values(template), deadline, completion));
    }

    private void fly(Database database, List<CoalescedCall> calls) {
        Deadline deadline = Deadline.after(settings.timeoutMillis());
        try {
            if (database.hasReplica()) {
                database.reading(deadline, where -> fly(where, where.database() != database, waiting(calls), deadline));
            } else {
                fly(database, false, calls, deadline);
            }
        } catch (PgException e) {
            waiting(calls).forEach(call -> call.failure(e));
        }
    }

    /**
     * @param onReplica whether a failure that the primary may not have is to be thrown, and those that it struck left without
     *     an outcome
     */
    private boolean fly(Sessions where, boolean onReplica, List<CoalescedCall> calls, Deadline deadline) {
        try (Session session = where.open(deadline)) {
            if (calls.size() == 1 || !together(session, calls)) {
                calls.forEach(call -> alone(session, onReplica, call));
            }
        }
        return true;
    }

    private static List<CoalescedCall> waiting(List<CoalescedCall> calls) {
        return calls.stream().filter(call -> !call.ended()).toList();
    }

    /** Whether all calls have their outcomes. */
    private boolean together(Session session, List<CoalescedCall> calls) {
        try {
            StatementPlan plan = session.database().plan(session, template);
            JoinedReads reads = JoinedReads.of(session, plan, settings.limit().enough());
            if (reads == null || !joinable(calls)) {
                return false;
            }
            List<@Nullable Object[]> sets = new ArrayList<>(calls.size());
            calls.forEach(call -> sets.add(call.values()));
            List<RowStream> rows = reads.read(session, sets);
            for (int i = 0; i < calls.size(); i++) {
                deliver(calls.get(i), rows.get(i));
            }
            return true;
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.CONNECTION_LOST || e.errorCode() == PgErrorCode.TIMEOUT) {
                throw e;
            }
            return false;
        }
    }

    /** A collection or map may be one value or an array of several, and among others it would be taken for the wrong one. */
    private static boolean joinable(List<CoalescedCall> calls) {
        for (CoalescedCall call : calls) {
            for (Object value : call.values()) {
                if (value instanceof Collection<?> || value instanceof Map<?, ?> || value instanceof Object[]) {
                    return false;
                }
            }
        }
        return true;
    }

    private void alone(Session session, boolean onReplica, CoalescedCall call) {
        try {
            // Below PostgreSQL 14, what failed before has left a failed transaction.
            session.rollback();
            RowStream rows = Planned.run(session, template, plan -> session.read(
                            plan, call.values(), settings.limit().enough())
                    .rows());
            deliver(call, QueryOperation.present(rows));
        } catch (PgException e) {
            if (onReplica && ReadReplica.isOfReplica(e)) {
                throw e;
            }
            call.failure(onReplica ? ReadReplica.explained(e) : e);
        }
    }

    private void deliver(CoalescedCall call, RowStream rows) {
        try {
            call.outcome(new Outcome.Rows(settings.limit().of(rows), -1));
        } catch (PgException e) {
            call.failure(e);
        }
    }
}
