package io.camelpg.operation.execute;

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
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.session.StatementResult;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A statement whose concurrent calls share one round trip and one commit: each is bound and executed for itself, in the
 * order they came, so that no change is lost, and each gets its own count or rows. Where one fails the others are made by
 * themselves. One flight at a time, so that calls of one endpoint do not lock each other out.
 */
public final class CoalescedExecuteOperation implements AsyncOperation {

    private final ExecuteOperation single;
    private final long timeoutMillis;
    private final SqlTemplate template;
    private final Coalescers coalescers;

    /** @throws PgException PG-205 as for single calls, PG-501 if the statement cannot be part of a transaction */
    public CoalescedExecuteOperation(ExecutePlan settings, SqlTemplate template, Executor executor) {
        this.single = new ExecuteOperation(settings);
        this.timeoutMillis = settings.timeoutMillis();
        this.template = template;
        this.coalescers = new Coalescers(1, executor, this::fly);
        if (template.runsOutsideTransaction()) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "coalesce=true does not go with " + template.kind() + ", which runs by itself only");
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return single.run(sessions, arguments);
    }

    @Override
    public boolean start(Database database, Arguments arguments, Completion completion) {
        Deadline deadline = Deadline.after(timeoutMillis);
        return coalescers.submit(database, new CoalescedCall(arguments.values(template), deadline, completion));
    }

    private void fly(Database database, List<CoalescedCall> calls) {
        try (Session session = database.open(Deadline.after(timeoutMillis))) {
            if (calls.size() > 1 && together(session, calls)) {
                return;
            }
            if (calls.size() == 1) {
                alone(session, calls.get(0));
                return;
            }
        } catch (PgException e) {
            calls.forEach(call -> call.failure(e));
            return;
        }
        // Each with a session of its own: one that breaks is not the others' affair.
        for (CoalescedCall call : calls) {
            try (Session session = database.open(Deadline.after(timeoutMillis))) {
                alone(session, call);
            } catch (PgException e) {
                call.failure(e);
            }
        }
    }

    /**
     * Whether all calls have their outcomes.
     *
     * @throws PgException where nobody knows what became of them
     */
    private boolean together(Session session, List<CoalescedCall> calls) {
        if (template.changesSession()) {
            session.markChanged();
        }
        List<StatementResult> results;
        try {
            StatementPlan plan = session.database().plan(session, template);
            List<ScriptPart> parts = new ArrayList<>(calls.size());
            for (CoalescedCall call : calls) {
                parts.add(new ScriptPart(parts.size() + 1, calls.size(), template.text(), plan, call.values()));
            }
            results = session.script(parts, "READ WRITE");
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.OUTCOME_UNKNOWN || e.errorCode() == PgErrorCode.TIMEOUT) {
                throw e;
            }
            return false;
        }
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).outcome(outcome(results.get(i)));
        }
        return true;
    }

    private void alone(Session session, CoalescedCall call) {
        try {
            call.outcome(outcome(Planned.run(session, template, plan -> session.write(plan, call.values()))));
        } catch (PgException e) {
            call.failure(e);
        }
    }

    private static Outcome outcome(StatementResult result) {
        RowStream rows = result.rows();
        return rows == null ? new Outcome.Count(result.updateCount()) : new Outcome.Rows(rows, result.updateCount());
    }
}
