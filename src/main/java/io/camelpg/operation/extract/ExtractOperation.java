package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.operation.ReadOnlyRules;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all rows of a table, a view or a query, under one snapshot. */
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
            Condition.placeholders(where);
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
            sources.get(session, table);
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
        TableName table = table(arguments);
        Session session = sessions.open(Deadline.after(plan.timeoutMillis()));
        boolean streaming = false;
        try {
            ExtractSource source = table == null ? null : sources.get(session, table);
            RowStream rows = rows(session, arguments, source);
            streaming = rows.total() < 0;
            return new Outcome.Extracted(
                    plan.limit().of(rows), source == null ? -1 : source.facts().estimatedRows(), plan.batchSize());
        } catch (PgException e) {
            forgetWhatChanged(session, table, e);
            throw e;
        } finally {
            if (!streaming) {
                session.close();
            }
        }
    }

    /** The endpoint's own; else the one that the message asks for; null where there is a query. */
    private @Nullable TableName table(Arguments arguments) {
        String carried = arguments.table();
        if (carried != null) {
            return ExtractRequest.named(carried);
        }
        if (plan.query() != null || plan.table() != null) {
            return plan.table();
        }
        return ExtractRequest.of(arguments.request()).table();
    }

    private RowStream rows(Session session, Arguments arguments, @Nullable ExtractSource source) {
        SqlTemplate query = plan.query();
        SqlTemplate template = source != null ? source.full() : query;
        if (template == null) {
            throw new IllegalStateException("neither a table nor a query");
        }
        @Nullable Object[] values = arguments.values(template);
        return Planned.run(session, template, known -> rows(session, known, values));
    }

    private RowStream rows(Session session, StatementPlan statement, @Nullable Object[] values) {
        if (plan.streamed()) {
            return session.database().stream(session, statement, values, plan.fetch(), plan.streamIdleMillis());
        }
        RowStream rows = session.read(statement, values, plan.limit().enough()).rows();
        if (rows == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return rows;
    }

    private void forgetWhatChanged(Session session, @Nullable TableName table, PgException failure) {
        boolean changed = failure.errorCode() == PgErrorCode.UNDEFINED_TABLE
                || failure.errorCode() == PgErrorCode.UNDEFINED_COLUMN;
        if (table != null && changed) {
            sources.forget(session, table);
        }
    }
}
