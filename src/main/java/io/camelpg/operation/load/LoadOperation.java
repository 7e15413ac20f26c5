package io.camelpg.operation.load;

import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.StartCheck;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.operation.load.schema.SourceColumns;
import io.camelpg.operation.load.schema.TableFit;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import java.util.List;
import java.util.Set;

/** Adds the rows of a message to a table, through COPY. */
public final class LoadOperation implements Operation {
    private final LoadPlan plan;
    private final KnownTables<LoadTarget> tables;

    public LoadOperation(LoadPlan plan) {
        this.plan = plan;
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

    private void look(Session session) {
        boolean mayBeMissing = plan.contract() == SchemaContract.evolve;
        if (!mayBeMissing || Relations.find(session, plan.table()) != null) {
            tables.get(session);
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        CsvRows csv = plan.csv() ? new CsvRows(arguments.text()) : null;
        RowChunks chunks = new RowChunks(csv == null ? arguments.rows() : csv);
        if (!chunks.hasNext()) {
            return new Outcome.Loaded(0, 0, List.of(), plan.contract() == null ? null : List.of());
        }
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            LoadCall call = new LoadCall(this, session, chunks, csv, table(session, arguments));
            session.whole(call::run);
            return call.outcome();
        }
    }

    private TableOfCall table(Session session, Arguments arguments) {
        SchemaContract contract = plan.contract();
        if (contract == null) {
            return new KnownTable(tables, session);
        }
        TableFit fit = new TableFit(plan.table(), contract, plan.keys(), List.of());
        return new FittedTable(plan, tables, session, fit, new SourceColumns(arguments.columns()));
    }

    LoadPlan plan() {
        return plan;
    }

    KnownTables<LoadTarget> tables() {
        return tables;
    }
}
