package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.ReadOnlyRules;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a table, a view or a query: all rows under one snapshot, or of a table what is new since the last time. */
public final class ExtractOperation implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(ExtractOperation.class);

    private final ExtractPlan plan;
    private final ExtractSources sources;

    /** @throws PgException PG-204 if the endpoint's query does not only read, PG-2nn if its condition is none */
    public ExtractOperation(ExtractPlan plan) {
        this.plan = plan;
        this.sources = new ExtractSources(plan);
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
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            ExtractSource source = sources.get(session, table);
            Incremental incremental = plan.incremental();
            if (incremental != null) {
                source.incremental(plan, incremental);
            }
        } catch (PgException e) {
            boolean later = e.errorCode() == PgErrorCode.UNDEFINED_TABLE
                    || e.errorCode() == PgErrorCode.UNDEFINED_COLUMN
                    || e.code().startsWith("PG-0");
            if (!later) {
                throw e;
            }
            LOG.warn(
                    "pg:extract:{} could not be checked, and will be with the first message: {}",
                    table,
                    e.getMessage());
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        String carried = arguments.table();
        SqlTemplate query = plan.query();
        if (query != null) {
            return Reading.on(
                    sessions, plan.timeoutMillis(), session -> FullRead.run(plan, session, query, arguments, -1));
        }
        TableName own = carried == null ? plan.table() : ExtractRequest.named(carried);
        ExtractRequest request =
                own == null ? ExtractRequest.of(arguments.request()) : new ExtractRequest(own, null, null);
        try {
            return run(sessions, arguments, request);
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.UNDEFINED_TABLE || e.errorCode() == PgErrorCode.UNDEFINED_COLUMN) {
                sources.forget(sessions.database(), request.table());
            }
            throw e;
        }
    }

    private Outcome run(Sessions sessions, Arguments arguments, ExtractRequest request) {
        String cursorField = request.cursorField();
        Incremental incremental =
                cursorField == null ? plan.incremental() : plan.requested().by(List.of(cursorField));
        if (incremental != null) {
            return new IncrementalRead(plan, sources, incremental, request).run(sessions, arguments);
        }
        return Reading.on(sessions, plan.timeoutMillis(), session -> {
            ExtractSource source = sources.get(session, request.table());
            return FullRead.run(
                    plan, session, source.full(), arguments, source.facts().estimatedRows());
        });
    }
}
