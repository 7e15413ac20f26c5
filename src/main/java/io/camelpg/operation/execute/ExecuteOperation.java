package io.camelpg.operation.execute;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.LimitedRows;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.operation.Statements;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.session.StatementResult;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement that changes something, committed before its rows are seen: in one round trip where nothing has to
 * be checked before the commit; a batch in one transaction, a round trip per {@code batchSize} elements.
 */
public final class ExecuteOperation implements Operation {
    private final ExecutePlan settings;
    private final Statements<SqlTemplate> statements;

    /** @throws PgException PG-205 for a statement that would begin or end a transaction */
    public ExecuteOperation(ExecutePlan settings) {
        this.settings = settings;
        SqlTemplate own = settings.template();
        this.statements = new Statements<>(own == null ? null : checked(own), sql -> checked(SqlTemplate.parse(sql)));
    }

    private SqlTemplate checked(SqlTemplate template) {
        if (template.controlsTransaction()) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_CONTROL, "pg:execute does not run " + template.kind() + " statements");
        }
        if (template.copiesThroughClient()) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "pg:execute does not run COPY from STDIN or to STDOUT",
                    null,
                    "Use batch=true or pg:load to write many rows, and pg:query to read them",
                    null);
        }
        if (settings.batch() && template.runsOutsideTransaction()) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_CONTROL,
                    template.kind() + " cannot be part of a batch: it runs by itself only");
        }
        return template;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        SqlTemplate template = statements.of(arguments);
        if (settings.batch()) {
            return batch(sessions, template, arguments);
        }
        @Nullable Object[] values = arguments.values(template);
        try (Session session = sessions.open(Deadline.after(settings.timeoutMillis()))) {
            StatementResult result = session.whole(
                    () -> Planned.run(session, template, plan -> single(session, template, plan, values)));
            return outcome(result.rows(), result.updateCount());
        }
    }

    private StatementResult single(
            Session session, SqlTemplate template, StatementPlan plan, @Nullable Object[] values) {
        if (template.runsOutsideTransaction()) {
            return session.writeOutsideTransaction(plan, values);
        }
        if (settings.expectedUpdateCount() < 0 && settings.maxRows() == 0) {
            return session.write(plan, values);
        }
        session.begin("READ WRITE");
        StatementResult result = session.within(plan, values);
        expect(result.updateCount());
        RowStream rows = result.rows();
        if (rows != null && settings.maxRows() > 0) {
            result = new StatementResult(
                    new LimitedRows(rows, settings.maxRows(), settings.truncate()), result.updateCount());
        }
        session.commit();
        return result;
    }

    private Outcome batch(Sessions sessions, SqlTemplate template, Arguments arguments) {
        Iterator<? extends @Nullable Object> elements = arguments.elements();
        if (!elements.hasNext()) {
            expect(0);
            return new Outcome.Count(0);
        }
        List<@Nullable Object[]> first = chunk(arguments, template, elements, 0);
        try (Session session = sessions.open(Deadline.after(settings.timeoutMillis()))) {
            return session.whole(() -> batch(session, template, arguments, elements, first));
        }
    }

    private Outcome batch(
            Session session,
            SqlTemplate template,
            Arguments arguments,
            Iterator<? extends @Nullable Object> elements,
            List<@Nullable Object[]> first) {
        List<RowStream> rows = new ArrayList<>();
        long updated = 0;
        long done = 0;
        BatchStart start = Planned.run(session, template, plan -> start(session, plan, first));
        StatementResult result = start.result();
        List<@Nullable Object[]> chunk = first;
        while (true) {
            done += chunk.size();
            updated += result.updateCount();
            if (result.rows() != null) {
                rows.add(result.rows());
            }
            if (!elements.hasNext()) {
                break;
            }
            chunk = chunk(arguments, template, elements, done);
            result = session.batch(start.plan(), chunk, done + 1);
        }
        expect(updated);
        RowStream all = rows.isEmpty() ? null : new ConcatenatedRows(rows);
        if (all != null && settings.maxRows() > 0) {
            all = new LimitedRows(all, settings.maxRows(), settings.truncate());
        }
        session.commit();
        return outcome(all, updated);
    }

    private record BatchStart(StatementPlan plan, StatementResult result) {}

    /** Up to the first round trip's answer the schema may turn out to have changed; after it, locks keep it as it is. */
    private static BatchStart start(Session session, StatementPlan plan, List<@Nullable Object[]> chunk) {
        session.begin("READ WRITE");
        return new BatchStart(plan, session.batch(plan, chunk, 1));
    }

    private List<@Nullable Object[]> chunk(
            Arguments arguments, SqlTemplate template, Iterator<? extends @Nullable Object> elements, long done) {
        List<@Nullable Object[]> chunk = new ArrayList<>();
        while (chunk.size() < settings.batchSize() && elements.hasNext()) {
            chunk.add(values(arguments, template, elements.next(), done + chunk.size() + 1));
        }
        return chunk;
    }

    private static @Nullable Object[] values(
            Arguments arguments, SqlTemplate template, @Nullable Object element, long number) {
        try {
            return arguments.values(template, element);
        } catch (PgException e) {
            throw new PgException(
                    e.errorCode(),
                    "element " + number + " of the batch: " + e.detail() + ", and nothing was kept",
                    e.sqlState(),
                    e.hint(),
                    e);
        }
    }

    private void expect(long updated) {
        long expected = settings.expectedUpdateCount();
        if (expected >= 0 && expected != updated) {
            throw new PgException(
                    PgErrorCode.UPDATE_COUNT,
                    "expected " + expected + " changed rows, got " + updated + ", and nothing was kept");
        }
    }

    private static Outcome outcome(@Nullable RowStream rows, long updated) {
        return rows == null ? new Outcome.Count(updated) : new Outcome.Rows(rows, updated);
    }
}
