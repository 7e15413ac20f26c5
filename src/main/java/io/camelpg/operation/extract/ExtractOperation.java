package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.ReadOnlyRules;
import io.camelpg.operation.SentName;
import io.camelpg.operation.StartCheck;
import io.camelpg.session.Deadline;
import io.camelpg.session.Sessions;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a table, a view or a query: all rows under one snapshot, or of a table what is new since the last time. */
public final class ExtractOperation implements Operation {
    private final ExtractPlan plan;
    private final ExtractSources sources;
    private final ParallelRead parallel;

    /** @throws PgException PG-204 if the endpoint's query does not only read, PG-2nn if its condition is none */
    public ExtractOperation(ExtractPlan plan) {
        this.plan = plan;
        this.sources = new ExtractSources(plan);
        this.parallel = new ParallelRead(plan);
        SqlTemplate query = plan.query();
        if (query != null) {
            ReadOnlyRules.check("pg:extract", query);
        }
        String where = plan.where();
        if (where != null) {
            Condition.template(where);
        }
    }

    /** Looks the endpoint's own table up. What may be put right until the first message is only logged. */
    @Override
    public void start(Sessions sessions) {
        TableName table = plan.table();
        if (table == null) {
            return;
        }
        StartCheck.run(
                "pg:extract:" + table,
                sessions,
                plan.timeoutMillis(),
                Set.of(PgErrorCode.UNDEFINED_TABLE, PgErrorCode.UNDEFINED_COLUMN),
                session -> {
                    ExtractSource source = sources.get(session, table);
                    Incremental incremental = plan.incremental();
                    if (incremental != null) {
                        source.incremental(plan, incremental);
                    } else if (plan.parallel() > 1) {
                        parallel.isPossible(session, source);
                    }
                });
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        String carried = arguments.table();
        SqlTemplate query = plan.query();
        if (query != null) {
            return anywhere(
                    sessions,
                    where -> Reading.on(
                            where, plan.timeoutMillis(), session -> FullRead.run(plan, session, query, arguments, -1)));
        }
        TableName own = carried == null ? plan.table() : SentName.of(carried);
        ExtractRequest request =
                own == null ? ExtractRequest.of(arguments.request()) : new ExtractRequest(own, null, null);
        String cursorField = request.cursorField();
        Incremental incremental =
                cursorField == null ? plan.incremental() : plan.requested().by(List.of(cursorField));
        return incremental == null
                ? anywhere(sessions, where -> full(where, arguments, request.table()))
                : remembering(sessions, request.table(), () -> new IncrementalRead(plan, sources, incremental, request)
                        .run(sessions, arguments));
    }

    /** On the replica, where there is one. It does not know what transactions run at the primary, so changes are not read there. */
    private Outcome anywhere(Sessions sessions, Function<Sessions, Outcome> work) {
        return sessions.hasReplica()
                ? sessions.reading(Deadline.after(plan.timeoutMillis()), work)
                : work.apply(sessions);
    }

    private Outcome full(Sessions sessions, Arguments arguments, TableName table) {
        return remembering(
                sessions,
                table,
                () -> Reading.on(sessions, plan.timeoutMillis(), session -> {
                    ExtractSource source = sources.get(session, table);
                    if (plan.parallel() > 1 && parallel.isPossible(session, source)) {
                        Outcome.Extracted read = parallel.run(sessions, session, source, arguments);
                        if (read != null) {
                            return read;
                        }
                    }
                    return FullRead.run(
                            plan,
                            session,
                            source.full(),
                            arguments,
                            source.facts().estimatedRows());
                }));
    }

    /** What is known of the table is forgotten where it is not so any more. */
    private Outcome remembering(Sessions sessions, TableName table, Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.UNDEFINED_TABLE || e.errorCode() == PgErrorCode.UNDEFINED_COLUMN) {
                sources.forget(sessions.database(), table);
            }
            throw e;
        }
    }
}
