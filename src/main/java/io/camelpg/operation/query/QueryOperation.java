package io.camelpg.operation.query;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.operation.ReadOnlyRules;
import io.camelpg.operation.Statements;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.FetchSize;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query in one round trip. A streamed one needs a cursor, whose transaction costs a second; so as long as an
 * endpoint's results fit in the first batch, they are fetched without, and one that turns out larger is asked for again
 * with a cursor.
 */
public final class QueryOperation implements Operation {
    /** Few enough to be held whatever their width, and most reports and lookups fit. */
    private static final int FIRST_BATCH = 100;

    private final QueryPlan settings;
    private final Statements<SqlTemplate> statements;
    private volatile boolean lastWasSmall;

    /** @throws PgException PG-204 if the statement does not only read */
    public QueryOperation(QueryPlan settings) {
        this.settings = settings;
        SqlTemplate own = settings.template();
        this.statements = new Statements<>(own == null ? null : checked(own), sql -> checked(SqlTemplate.parse(sql)));
    }

    private static SqlTemplate checked(SqlTemplate template) {
        ReadOnlyRules.check("pg:query", template);
        return template;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        SqlTemplate template = statements.of(arguments);
        @Nullable Object[] values = arguments.values(template);
        Deadline deadline = Deadline.after(settings.timeoutMillis());
        return sessions.hasReplica()
                ? sessions.reading(deadline, where -> run(where, template, values, deadline))
                : run(sessions, template, values, deadline);
    }

    private Outcome run(Sessions sessions, SqlTemplate template, @Nullable Object[] values, Deadline deadline) {
        Session session = sessions.open(deadline);
        boolean streaming = false;
        try {
            RowStream rows = Planned.run(session, template, plan -> rows(session, plan, values));
            streaming = rows.total() < 0;
            return new Outcome.Rows(settings.limit().of(rows), -1);
        } finally {
            if (!streaming) {
                session.close();
            }
        }
    }

    private RowStream rows(Session session, StatementPlan plan, @Nullable Object[] values) {
        if (!settings.streamed()) {
            return present(session.read(plan, values, settings.limit().enough()).rows());
        }
        if (lastWasSmall) {
            RowStream rows = present(session.read(plan, values, FIRST_BATCH + 1).rows());
            if (rows.total() <= FIRST_BATCH) {
                return rows;
            }
        }
        RowStream rows =
                session.database().stream(session, plan, values, FetchSize.MEGABYTE, settings.streamIdleMillis());
        lastWasSmall = rows.total() >= 0;
        return rows;
    }

    static RowStream present(@Nullable RowStream rows) {
        if (rows == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return rows;
    }
}
