package io.camelpg.operation.transaction;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.LimitedRows;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.operation.Retry;
import io.camelpg.operation.Statements;
import io.camelpg.row.RowStream;
import io.camelpg.session.Deadline;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.session.StatementResult;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script as one transaction: in one round trip as soon as the server has said what its statements mean, which it is
 * asked once; one after another where a statement cannot be understood before those in front of it have run.
 */
public final class TransactionOperation implements Operation {
    private final TransactionPlan settings;
    private final Statements<TransactionScript> scripts;
    private final String modes;

    /** @throws PgException PG-205 for a statement that cannot be part of the transaction */
    public TransactionOperation(TransactionPlan settings) {
        this.settings = settings;
        SqlScript own = settings.script();
        this.scripts = new Statements<>(
                own == null ? null : TransactionScript.of(own), sql -> TransactionScript.of(SqlScript.parse(sql)));
        this.modes = "ISOLATION LEVEL " + settings.isolation().sql()
                + (settings.readOnly() ? ", READ ONLY" : ", READ WRITE");
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        TransactionScript script = scripts.of(arguments);
        List<@Nullable Object[]> values = arguments.values(script.script());
        Deadline deadline = Deadline.after(settings.timeoutMillis());
        if (sessions.joined()) {
            if (settings.isolation() != Isolation.READ_COMMITTED) {
                throw new PgException(
                        PgErrorCode.TRANSACTION_CONTROL,
                        "isolation " + settings.isolation().sql()
                                + " cannot be had inside a transacted scope, which has begun with its own");
            }
            return once(sessions, deadline, script, values);
        }
        return Retry.run(settings.retries(), deadline, () -> once(sessions, deadline, script, values));
    }

    private Outcome once(
            Sessions sessions, Deadline deadline, TransactionScript script, List<@Nullable Object[]> values) {
        try (Session session = sessions.open(deadline)) {
            return new Outcome.Several(
                    Planned.run(session, script.statements(), () -> execute(session, script, values)));
        }
    }

    private List<StatementResult> execute(Session session, TransactionScript script, List<@Nullable Object[]> values) {
        if (session.joined() && settings.readOnly()) {
            return session.readingOnly(() -> limited(stepwise(session, script, values)));
        }
        return session.whole(() -> wholly(session, script, values));
    }

    private List<StatementResult> wholly(Session session, TransactionScript script, List<@Nullable Object[]> values) {
        List<ScriptPart> parts = ahead(session, script, values);
        if (parts == null) {
            session.begin(modes);
            List<StatementResult> results = limited(stepwise(session, script, values));
            session.commit();
            return results;
        }
        if (settings.maxRows() == 0) {
            return session.script(parts, modes);
        }
        session.begin(modes);
        List<StatementResult> results = limited(session.script(parts, null));
        session.commit();
        return results;
    }

    /** All statements with their plans; null where some cannot be planned before others have run. */
    private static @Nullable List<ScriptPart> ahead(
            Session session, TransactionScript script, List<@Nullable Object[]> values) {
        List<SqlTemplate> statements = script.statements();
        if (!script.plannedAhead() && !statements.stream().allMatch(session.database()::knows)) {
            return null;
        }
        List<ScriptPart> parts = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            try {
                parts.add(part(session, statements, i, values));
            } catch (PgException e) {
                String state = e.sqlState();
                if (i > 0 && state != null && state.startsWith("42")) {
                    return null;
                }
                throw ScriptPart.failed(
                        e, i + 1, statements.size(), statements.get(i).text());
            }
        }
        return parts;
    }

    private static ScriptPart part(
            Session session, List<SqlTemplate> statements, int i, List<@Nullable Object[]> values) {
        SqlTemplate statement = statements.get(i);
        StatementPlan plan = session.database().plan(session, statement);
        return new ScriptPart(i + 1, statements.size(), statement.text(), plan, values.get(i));
    }

    private static List<StatementResult> stepwise(
            Session session, TransactionScript script, List<@Nullable Object[]> values) {
        List<StatementResult> results = new ArrayList<>();
        List<SqlTemplate> statements = script.statements();
        for (int i = 0; i < statements.size(); i++) {
            ScriptPart part;
            try {
                part = part(session, statements, i, values);
            } catch (PgException e) {
                throw ScriptPart.failed(
                        e, i + 1, statements.size(), statements.get(i).text());
            }
            results.addAll(session.script(List.of(part), null));
        }
        return results;
    }

    private List<StatementResult> limited(List<StatementResult> results) {
        if (settings.maxRows() == 0) {
            return results;
        }
        List<StatementResult> limited = new ArrayList<>();
        for (StatementResult result : results) {
            RowStream rows = result.rows();
            limited.add(
                    rows == null
                            ? result
                            : new StatementResult(
                                    new LimitedRows(rows, settings.maxRows(), settings.truncate()),
                                    result.updateCount()));
        }
        return limited;
    }
}
