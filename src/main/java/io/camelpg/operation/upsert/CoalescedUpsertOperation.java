package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.AsyncOperation;
import io.camelpg.operation.CoalescedCall;
import io.camelpg.operation.Coalescers;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.SourceRow;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An upsert whose concurrent calls with a single row share one round trip and one commit, and where they can a statement;
 * calls with more rows go by themselves. Rows are sent in the order of their keys, those of one key in the order they
 * came. Where one fails, the others are written by themselves.
 */
public final class CoalescedUpsertOperation implements AsyncOperation {
    private final UpsertOperation single;
    private final Coalescers coalescers;

    public CoalescedUpsertOperation(UpsertPlan plan, Executor executor) {
        this.single = new UpsertOperation(plan);
        this.coalescers = new Coalescers(1, executor, this::fly);
    }

    @Override
    public void start(Sessions sessions) {
        single.start(sessions);
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return single.run(sessions, arguments);
    }

    @Override
    public boolean start(Database database, Arguments arguments, Completion completion) {
        Iterator<? extends SourceRow> rows = arguments.rows();
        List<SourceRow> first = new ArrayList<>(2);
        while (first.size() < 2 && rows.hasNext()) {
            first.add(rows.next());
        }
        if (first.size() != 1) {
            completion.done(single.run(database, new RowChunks(new Rejoined(first.iterator(), rows))), true);
            return true;
        }
        Deadline deadline = Deadline.after(single.plan().timeoutMillis());
        return coalescers.submit(
                database, new CoalescedCall(new @Nullable Object[] {first.get(0)}, deadline, completion));
    }

    /** Rows that were taken from an iterator, and what is left of it. */
    private record Rejoined(Iterator<SourceRow> taken, Iterator<? extends SourceRow> left)
            implements Iterator<SourceRow> {
        @Override
        public boolean hasNext() {
            return taken.hasNext() || left.hasNext();
        }

        @Override
        public SourceRow next() {
            return taken.hasNext() ? taken.next() : left.next();
        }
    }

    private void fly(Database database, List<CoalescedCall> calls) {
        List<CoalescedCall> left = calls;
        if (calls.size() > 1) {
            try (Session session = database.open(Deadline.after(single.plan().timeoutMillis()))) {
                left = together(session, calls);
            } catch (PgException e) {
                calls.forEach(call -> call.failure(e));
                return;
            }
        }
        for (CoalescedCall call : left) {
            try {
                call.outcome(
                        single.run(database, new RowChunks(List.of(row(call)).iterator())));
            } catch (PgException e) {
                call.failure(e);
            }
        }
    }

    private static SourceRow row(CoalescedCall call) {
        Object row = call.values()[0];
        if (row instanceof SourceRow source) {
            return source;
        }
        throw new IllegalStateException("a call without its row");
    }

    /**
     * Writes what can be written together.
     *
     * @return the calls that are still to be made
     */
    private List<CoalescedCall> together(Session session, List<CoalescedCall> calls) {
        List<CoalescedCall> left = new ArrayList<>();
        List<SharedRow> shared = new ArrayList<>();
        UpsertTarget target;
        try {
            target = single.tables().get(session);
        } catch (PgException e) {
            return calls;
        }
        for (CoalescedCall call : calls) {
            SharedRow row = SharedRow.of(target, call, row(call));
            if (row == null) {
                left.add(call);
            } else {
                shared.add(row);
            }
        }
        shared.sort(SharedRow.BY_KEY);
        if (!shared.isEmpty() && !written(session, SharedStatement.of(target, session, shared))) {
            shared.forEach(row -> left.add(row.call()));
        }
        return left;
    }

    private boolean written(Session session, List<SharedStatement> statements) {
        List<ScriptPart> parts = new ArrayList<>(statements.size());
        for (SharedStatement statement : statements) {
            parts.add(statement.part(parts.size() + 1, statements.size()));
        }
        List<StatementResult> results;
        try {
            results = session.script(parts, "READ WRITE");
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.OUTCOME_UNKNOWN || e.errorCode() == PgErrorCode.TIMEOUT) {
                statements.forEach(statement -> statement.failure(e));
                return true;
            }
            return false;
        }
        for (int i = 0; i < statements.size(); i++) {
            if (!statements.get(i).outcomes(results.get(i))) {
                single.tables().forget(session);
            }
        }
        return true;
    }
}
