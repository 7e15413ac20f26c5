package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.MetaColumns;
import io.camelpg.operation.load.SyncPlan;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.session.StatementResult;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.OutputBuffer;
import io.camelpg.type.PgType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the work on one message has in common: its session, whose transaction holds the table, and what is said of its rows.
 *
 * @param out what rows are encoded into
 */
record SyncContext(
        LoadPlan plan,
        SyncPlan sync,
        Session session,
        LoadTarget target,
        SyncMessage message,
        OffsetDateTime extractedAt,
        OffsetDateTime loadedAt,
        OutputBuffer out,
        Map<String, StatementPlan> statements) {
    private static final StatementPlan NOW = StatementPlan.system("SELECT pg_catalog.now()");
    private static final int MOST_STATEMENTS = 100;

    static SyncContext of(SyncOperation operation, Session session, LoadTarget target, SyncMessage message) {
        OffsetDateTime now = now(session);
        OffsetDateTime extractedAt = message.extractedAt();
        return new SyncContext(
                operation.plan(),
                operation.sync(),
                session,
                target,
                message,
                extractedAt == null ? now : extractedAt,
                now,
                new OutputBuffer(1 << 18),
                operation.statements());
    }

    /** The same work on another table. */
    SyncContext at(LoadTarget other) {
        return new SyncContext(plan, sync, session, other, message, extractedAt, loadedAt, out, statements);
    }

    /** The server's clock, which all loaders share. */
    private static OffsetDateTime now(Session session) {
        List<@Nullable Object[]> rows = session.rows(NOW);
        if (!rows.isEmpty() && rows.get(0)[0] instanceof OffsetDateTime now) {
            return now;
        }
        throw new IllegalStateException("the server has no time");
    }

    RowStamp stamp() {
        return new RowStamp(target.meta(), extractedAt, loadedAt, message.generation(), message.batch());
    }

    InternalTables internalTables() {
        return new InternalTables(
                session,
                sync.rawSchema(),
                new TableName(target.relation().schema(), target.relation().name()));
    }

    /**
     * The column of the table for notes on rows.
     *
     * @throws PgException PG-501 where it has none
     */
    String metaColumn(String option) {
        int column = target.meta().meta();
        if (column < 0) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    option + " needs the column " + Identifier.quote(sync.metaPrefix() + MetaColumns.META) + " in "
                            + plan.table(),
                    null,
                    "Add it: ALTER TABLE " + target.quoted() + " ADD "
                            + Identifier.quote(sync.metaPrefix() + MetaColumns.META) + " jsonb",
                    null);
        }
        return target.columns().get(column).quoted();
    }

    /**
     * Runs a statement of the work on this table, which has time of its own.
     *
     * @return how many rows it changed
     */
    long run(String sql) {
        return run(sql, List.of()).updateCount();
    }

    /** As {@link #run(String)}, with values. */
    StatementResult run(String sql, List<PgType> types, @Nullable Object... values) {
        session.renewDeadline();
        StatementPlan known = statements.get(sql);
        if (known == null) {
            known = StatementPlan.system(sql, types.toArray(PgType[]::new));
            if (statements.size() < MOST_STATEMENTS) {
                statements.put(sql, known);
            }
        }
        return session.within(known, values);
    }
}
