package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.RowLimit;
import io.camelpg.operation.extract.Condition;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.session.FetchSize;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of pg:extract: whether they go together, and what they say. */
final class ExtractOptions {
    private static final int BATCH_SIZE = 10_000;
    private static final PgConfiguration INITIAL = new PgConfiguration();
    /** Where neither the endpoint nor the connection says otherwise. */
    static final long TIMEOUT_MILLIS = 300_000;

    private ExtractOptions() {}

    static void check(PgConfiguration options, boolean targeted, Problems problems) {
        OutputType output = options.getOutputType();
        problems.require(
                output == OutputType.list || output.streamed(),
                "pg:extract gives outputType list, stream, json, ndjson or csv, not " + output);
        problems.require(!options.isCoalesce(), "coalesce is no option of pg:extract");
        problems.require(
                options.getSql() == null || !targeted, "sql is read instead of a table, and the URI names one");
        problems.require(
                options.getSql() == null || (options.getWhere() == null && options.getColumns() == null),
                "columns and where belong to a table: with sql, put them into the query");
        problems.require(
                !options.isAllowDynamicSql() || options.getSql() == null,
                "allowDynamicSql lets a message name the table, and with sql there is none");
        problems.require(options.getBatchBytes() > 0, "batchBytes must be at least 1");
        problems.require(
                UpsertOptions.names(options.getColumns()).stream().noneMatch(String::isEmpty),
                "columns must be names separated by commas, not '" + options.getColumns() + "'");
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(options.getWhere() == null, "where is an option of pg:extract");
        problems.require(options.getBatchBytes() == INITIAL.getBatchBytes(), "batchBytes is an option of pg:extract");
    }

    /** @throws io.camelpg.error.PgException if the condition is none */
    static List<Placeholder> placeholders(PgConfiguration options) {
        String where = options.getWhere();
        return where == null ? List.of() : Condition.placeholders(where);
    }

    static ExtractPlan plan(
            PgConfiguration options, @Nullable SqlTemplate query, @Nullable TableName table, long timeoutMillis) {
        Integer batchSize = options.getBatchSize();
        int rows = batchSize == null ? BATCH_SIZE : batchSize;
        return new ExtractPlan(
                table,
                query,
                UpsertOptions.names(options.getColumns()),
                options.getWhere(),
                options.isAllowDynamicSql(),
                timeoutMillis,
                options.getStreamIdleTimeout(),
                options.getOutputType().streamed(),
                new RowLimit(options.getMaxRows(), options.getOnMaxRows() == OnMaxRows.truncate),
                FetchSize.of(rows, options.getBatchBytes()),
                rows);
    }
}
