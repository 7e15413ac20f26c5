package io.camelpg;

import io.camelpg.operation.Operation;
import io.camelpg.operation.execute.ExecuteOperation;
import io.camelpg.operation.execute.ExecutePlan;
import io.camelpg.operation.query.QueryOperation;
import io.camelpg.operation.query.QueryPlan;
import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/** The one place that knows all verbs: from options to the operation that an endpoint runs. */
final class PgOperations {
    private PgOperations() {}

    /**
     * Builds an endpoint's operation.
     *
     * @param template the endpoint's statement, null if each message brings its own
     * @param timeoutMillis the deadline in force
     */
    static Operation create(PgVerb verb, PgConfiguration options, @Nullable SqlTemplate template, long timeoutMillis) {
        OutputType output = options.getOutputType();
        int maxRows = options.getMaxRows();
        boolean truncate = options.getOnMaxRows() == OnMaxRows.truncate;
        return switch (verb) {
            case query ->
                new QueryOperation(new QueryPlan(
                        template,
                        timeoutMillis,
                        options.getStreamIdleTimeout(),
                        output.streamed(),
                        maxRows == 0 && output.enoughRows() > 0 ? output.enoughRows() : maxRows,
                        truncate || (maxRows == 0 && output.enoughRows() > 0)));
            case execute ->
                new ExecuteOperation(new ExecutePlan(
                        template,
                        timeoutMillis,
                        options.isBatch(),
                        options.getBatchSize(),
                        options.getExpectedUpdateCount(),
                        maxRows,
                        truncate));
        };
    }
}
