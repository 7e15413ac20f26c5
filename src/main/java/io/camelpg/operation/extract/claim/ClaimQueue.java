package io.camelpg.operation.extract.claim;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.Planned;
import io.camelpg.operation.StartCheck;
import io.camelpg.operation.extract.Condition;
import io.camelpg.row.RowStream;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.MessageSettings;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.TransactionScope;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table whose rows are claimed one by one, by any number of threads and processes at once: each row that is due goes to one
 * of them, which has it until the transaction ends that claimed it. Thread-safe.
 */
public final class ClaimQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimQueue.class);
    private static final Set<PgErrorCode> OUTDATED = Set.of(PgErrorCode.UNDEFINED_TABLE, PgErrorCode.UNDEFINED_COLUMN);

    private final ClaimPlan plan;
    private final KnownTables<ClaimSql> tables;

    /** @throws PgException PG-2nn where the condition is none */
    public ClaimQueue(ClaimPlan plan) {
        this.plan = plan;
        this.tables = new KnownTables<>(session -> ClaimSql.of(ClaimTable.find(session, plan), plan));
        String where = plan.where();
        if (where != null) {
            Condition.template(where);
        }
    }

    ClaimPlan plan() {
        return plan;
    }

    /**
     * Checks table and columns, and has the server plan the statements, which shows what it would not permit either. A server
     * that cannot be reached, or a table that is not there yet, is only logged.
     *
     * @param sessions with the settings of claims
     * @throws PgException PG-501 with everything that is wrong, PG-504 where rows of it cannot be locked
     */
    public void start(Sessions sessions) {
        StartCheck.run(
                "pg:extract:" + plan.table(),
                sessions,
                plan.timeoutMillis(),
                Set.of(PgErrorCode.UNDEFINED_TABLE),
                session -> {
                    ClaimSql sql = tables.get(session);
                    Problems problems = new Problems("pg:extract:" + plan.table() + "?claim=skip-locked");
                    sql.templates().forEach(template -> problems.collect(() -> explained(session, template)));
                    problems.throwIfAny();
                    String index = IndexAdvice.of(session, sql.table());
                    if (index != null) {
                        LOG.warn(
                                "pg:extract:{}: no index serves the claims, and each reads past the rows that are not"
                                        + " waiting: {}",
                                plan.table(),
                                index);
                    }
                });
    }

    private static int explained(Session session, SqlTemplate template) {
        SqlTemplate explain = SqlTemplate.parse("EXPLAIN " + template.text());
        @Nullable Object[] none = new @Nullable Object[template.placeholders().size()];
        return session.rows(session.database().plan(session, explain), none).size();
    }

    /**
     * The next row that is due and that nobody has, locked; null where there is none.
     *
     * @param settings of the transaction; null for none
     * @param arguments the values of the condition
     * @throws PgException where the database cannot be asked
     */
    public @Nullable ClaimedRow claim(Database database, @Nullable MessageSettings settings, Arguments arguments) {
        Deadline deadline = Deadline.after(plan.timeoutMillis());
        try {
            ClaimSql sql = known(database, settings, deadline);
            @Nullable Object[] values = arguments.values(sql.claim());
            TransactionScope scope = new TransactionScope();
            Sessions sessions = scope.on(database, settings);
            boolean claimed = false;
            try (Session session = sessions.open(deadline)) {
                RowStream rows = Planned.run(session, sql.claim(), statement -> session.within(statement, values)
                        .rows());
                if (rows == null || !rows.advance()) {
                    return null;
                }
                session.savepoint(ClaimedRow.SAVEPOINT);
                Sessions alone = settings == null ? database : database.with(settings);
                ClaimedRow row = new ClaimedRow(this, sql, scope, sessions, alone, rows, () -> tables.forget(database));
                claimed = true;
                return row;
            } finally {
                if (!claimed) {
                    scope.rollback();
                }
            }
        } catch (PgException e) {
            if (OUTDATED.contains(e.errorCode())) {
                tables.forget(database);
            }
            throw e;
        }
    }

    private ClaimSql known(Database database, @Nullable MessageSettings settings, Deadline deadline) {
        ClaimSql known = tables.known(database);
        if (known != null) {
            return known;
        }
        Sessions sessions = settings == null ? database : database.with(settings);
        try (Session session = sessions.open(deadline)) {
            return tables.get(session);
        }
    }
}
