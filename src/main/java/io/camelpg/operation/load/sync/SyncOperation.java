package io.camelpg.operation.load.sync;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.StartCheck;
import io.camelpg.operation.load.CsvFields;
import io.camelpg.operation.load.FittedTable;
import io.camelpg.operation.load.LoadMode;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.MetaColumns;
import io.camelpg.operation.load.SyncPlan;
import io.camelpg.operation.load.schema.NewColumn;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.operation.load.schema.SourceColumns;
import io.camelpg.operation.load.schema.TableFit;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a table in step with a source: each message is one transaction, which holds the table against other writers. */
public final class SyncOperation implements Operation {
    private final LoadPlan plan;
    private final SyncPlan sync;
    private final KnownTables<LoadTarget> tables;
    private final Map<String, StatementPlan> statements = new ConcurrentHashMap<>();

    public SyncOperation(LoadPlan plan, SyncPlan sync) {
        this.plan = plan;
        this.sync = sync;
        this.tables = new KnownTables<>(session -> LoadTarget.resolve(plan, session));
    }

    /**
     * Looks the table up. What may still be put right until the first message, a server that cannot be reached or a table
     * that is not there, is only logged.
     */
    @Override
    public void start(Sessions sessions) {
        StartCheck.run(
                "pg:load:" + plan.table(),
                sessions,
                plan.timeoutMillis(),
                Set.of(PgErrorCode.UNDEFINED_TABLE),
                this::look);
    }

    private boolean mayBeMissing() {
        return plan.contract() == SchemaContract.evolve;
    }

    private Outcome nothing() {
        List<SchemaChange> changes = plan.contract() == null ? null : List.of();
        return sync.mode() == LoadMode.DEDUP
                ? new MergeCounts().outcome(List.of(), changes)
                : new Outcome.Loaded(0, 0, List.of(), changes);
    }

    private void look(Session session) {
        if (!mayBeMissing() || Relations.find(session, plan.table()) != null) {
            SyncKey.check(tables.get(session), sync);
        }
    }

    /** A table that is made has all meta columns; one that is there keeps those that it has. Null without a contract. */
    private @Nullable FittedTable fitted(Session session, Arguments arguments) {
        SchemaContract contract = plan.contract();
        if (contract == null) {
            return null;
        }
        Relation there = tables.knows(session) ? tables.get(session).relation() : Relations.find(session, plan.table());
        List<NewColumn> extra = MetaColumns.made(sync.metaPrefix()).stream()
                .filter(column -> there == null || there.column(column.name()) != null)
                .toList();
        TableFit fit = new TableFit(plan.table(), contract, plan.keys(), extra);
        return new FittedTable(plan, tables, session, fit, new SourceColumns(arguments.columns()));
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        SyncMessage message = SyncMessage.of(sync, arguments);
        RowChunks chunks = new RowChunks(plan.csv() ? new CsvFields(arguments.text()) : arguments.rows());
        boolean none = !chunks.hasNext();
        if (none && sync.mode() != LoadMode.OVERWRITE && !sync.batches()) {
            return nothing();
        }
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            if (none && mayBeMissing() && Relations.find(session, plan.table()) == null) {
                return nothing();
            }
            SyncCall call = new SyncCall(this, session, chunks, message, fitted(session, arguments));
            session.whole(call::run);
            return call.outcome();
        }
    }

    SyncPlan sync() {
        return sync;
    }

    LoadPlan plan() {
        return plan;
    }

    KnownTables<LoadTarget> tables() {
        return tables;
    }

    Map<String, StatementPlan> statements() {
        return statements;
    }
}
