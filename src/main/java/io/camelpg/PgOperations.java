package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Operation;
import io.camelpg.operation.RowLimit;
import io.camelpg.operation.discover.DiscoverOperation;
import io.camelpg.operation.discover.DiscoverPlan;
import io.camelpg.operation.execute.CoalescedExecuteOperation;
import io.camelpg.operation.execute.ExecuteOperation;
import io.camelpg.operation.execute.ExecutePlan;
import io.camelpg.operation.extract.CursorStore;
import io.camelpg.operation.extract.ExtractOperation;
import io.camelpg.operation.load.LoadOperation;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.operation.load.SyncPlan;
import io.camelpg.operation.load.sync.SyncOperation;
import io.camelpg.operation.monitor.MonitorOperation;
import io.camelpg.operation.monitor.MonitorPlan;
import io.camelpg.operation.notify.NotifyOperation;
import io.camelpg.operation.query.CoalescedQueryOperation;
import io.camelpg.operation.query.QueryOperation;
import io.camelpg.operation.query.QueryPlan;
import io.camelpg.operation.test.TestOperation;
import io.camelpg.operation.transaction.Isolation;
import io.camelpg.operation.transaction.TransactionOperation;
import io.camelpg.operation.transaction.TransactionPlan;
import io.camelpg.operation.upsert.CoalescedUpsertOperation;
import io.camelpg.operation.upsert.UpsertOperation;
import io.camelpg.operation.upsert.UpsertPlan;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The one place that knows all verbs: from options to the operation that an endpoint runs. */
final class PgOperations {
    private static final int BATCH_SIZE = 1000;

    private PgOperations() {}

    /**
     * Builds an endpoint's operation.
     *
     * @param script the endpoint's statement or statements, null if each message brings its own
     * @param target what the URI names behind the verb
     * @param monitor what pg:monitor asks
     * @param timeoutMillis the deadline in force
     * @param cursors where the position of an incremental read is kept; null for none
     * @param executor runs what coalesced calls share, and what their ends set off
     */
    static Operation create(
            PgVerb verb,
            PgConfiguration options,
            @Nullable SqlScript script,
            EndpointTarget target,
            MonitorPlan monitor,
            long timeoutMillis,
            @Nullable CursorStore cursors,
            Executor executor) {
        SqlTemplate template = script == null || verb == PgVerb.transaction ? null : SqlTemplate.parse(script.text());
        OutputType output = options.getOutputType();
        int maxRows = options.getMaxRows();
        boolean truncate = options.getOnMaxRows() == OnMaxRows.truncate;
        return switch (verb) {
            case query -> {
                QueryPlan plan = new QueryPlan(
                        template,
                        timeoutMillis,
                        options.getStreamIdleTimeout(),
                        output.streamed(),
                        maxRows == 0 && output.enoughRows() > 0
                                ? new RowLimit(output.enoughRows(), true)
                                : new RowLimit(maxRows, truncate));
                yield options.isCoalesce() && template != null
                        ? new CoalescedQueryOperation(plan, template, executor)
                        : new QueryOperation(plan);
            }
            case execute -> {
                ExecutePlan plan = new ExecutePlan(
                        template,
                        timeoutMillis,
                        options.isBatch(),
                        options.getBatchSize() == null ? BATCH_SIZE : options.getBatchSize(),
                        options.getExpectedUpdateCount(),
                        maxRows,
                        truncate);
                yield options.isCoalesce() && template != null
                        ? new CoalescedExecuteOperation(plan, template, executor)
                        : new ExecuteOperation(plan);
            }
            case transaction ->
                new TransactionOperation(new TransactionPlan(
                        script,
                        timeoutMillis,
                        isolation(options.getIsolation()),
                        options.isReadOnly(),
                        options.getRetries(),
                        maxRows,
                        truncate));
            case upsert -> {
                UpsertPlan plan = UpsertOptions.plan(options, target.requireTable(), timeoutMillis);
                yield options.isCoalesce() ? new CoalescedUpsertOperation(plan, executor) : new UpsertOperation(plan);
            }
            case extract ->
                new ExtractOperation(ExtractOptions.plan(options, template, target.table(), timeoutMillis, cursors));
            case load -> {
                LoadPlan plan = LoadOptions.plan(options, target.requireTable(), timeoutMillis);
                SyncPlan sync = plan.sync();
                yield sync == null ? new LoadOperation(plan) : new SyncOperation(plan, sync);
            }
            case discover ->
                new DiscoverOperation(new DiscoverPlan(target.table(), DiscoverOptions.form(output), timeoutMillis));
            case monitor -> new MonitorOperation(monitor, timeoutMillis);
            case test -> new TestOperation(timeoutMillis);
            case notify -> new NotifyOperation(target.channel(), timeoutMillis);
            case listen -> throw new IllegalArgumentException("pg:listen is a consumer");
        };
    }

    /** @throws PgException PG-501 */
    static Isolation isolation(String option) {
        for (Isolation isolation : Isolation.values()) {
            if (isolation.name().equalsIgnoreCase(option.replace('-', '_'))) {
                return isolation;
            }
        }
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION,
                "isolation must be one of read-committed, repeatable-read, serializable, not '" + option + "'");
    }
}
