package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Operation;
import io.camelpg.operation.execute.ExecuteOperation;
import io.camelpg.operation.execute.ExecutePlan;
import io.camelpg.operation.query.QueryOperation;
import io.camelpg.operation.query.QueryPlan;
import io.camelpg.operation.transaction.Isolation;
import io.camelpg.operation.transaction.TransactionOperation;
import io.camelpg.operation.transaction.TransactionPlan;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/** The one place that knows all verbs: from options to the operation that an endpoint runs. */
final class PgOperations {
    private PgOperations() {}

    /**
     * Builds an endpoint's operation.
     *
     * @param script the endpoint's statement or statements, null if each message brings its own
     * @param timeoutMillis the deadline in force
     */
    static Operation create(PgVerb verb, PgConfiguration options, @Nullable SqlScript script, long timeoutMillis) {
        SqlTemplate template = script == null || verb == PgVerb.transaction ? null : SqlTemplate.parse(script.text());
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
            case transaction ->
                new TransactionOperation(new TransactionPlan(
                        script,
                        timeoutMillis,
                        isolation(options.getIsolation()),
                        options.isReadOnly(),
                        options.getRetries(),
                        maxRows,
                        truncate));
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
