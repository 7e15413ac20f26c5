package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.StartCheck;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import java.util.Set;

/** Writes the rows of a message into a table, by a unique key of it. */
public final class UpsertOperation implements Operation {
    private final UpsertPlan plan;
    private final KnownTables<UpsertTarget> tables;

    public UpsertOperation(UpsertPlan plan) {
        this.plan = plan;
        this.tables = new KnownTables<>(session -> TargetResolver.resolve(plan, session));
    }

    /**
     * Looks the table up, so that a key that is missing is found before the first message. What may still be put right
     * until then, a server that cannot be reached or a table that is not there, is only logged.
     */
    @Override
    public void start(Sessions sessions) {
        StartCheck.run(
                "pg:upsert:" + plan.table(),
                sessions,
                plan.timeoutMillis(),
                Set.of(PgErrorCode.UNDEFINED_TABLE),
                tables::get);
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return run(sessions, new RowChunks(arguments.rows()));
    }

    Outcome run(Sessions sessions, RowChunks chunks) {
        if (!chunks.hasNext()) {
            return new UpsertCall(this, chunks).outcome();
        }
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            UpsertCall call = new UpsertCall(this, chunks);
            session.whole(() -> call.run(session));
            return call.outcome();
        }
    }

    UpsertPlan plan() {
        return plan;
    }

    KnownTables<UpsertTarget> tables() {
        return tables;
    }
}
