package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.RowLimit;
import io.camelpg.operation.extract.Condition;
import io.camelpg.operation.extract.CursorStore;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.operation.extract.Incremental;
import io.camelpg.operation.extract.LookBack;
import io.camelpg.operation.extract.NullCursor;
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
        checkIncremental(options, targeted, problems);
        problems.require(
                UpsertOptions.names(options.getColumns()).stream().noneMatch(String::isEmpty),
                "columns must be names separated by commas, not '" + options.getColumns() + "'");
    }

    private static void checkIncremental(PgConfiguration options, boolean targeted, Problems problems) {
        problems.collect(() -> LookBack.parse(options.getLookBack()));
        if (options.getMode() != ExtractMode.incremental) {
            problems.require(options.getCursor() == null, "cursor goes with mode=incremental");
            problems.require(options.getCursorStore() == null, "cursorStore goes with mode=incremental");
            problems.require(options.getCursorName() == null, "cursorName goes with mode=incremental");
            problems.require(options.getKeys() == null, "keys goes with mode=incremental");
            problems.require(options.getDeliver() == Deliver.batch, "deliver goes with mode=incremental");
            return;
        }
        problems.require(targeted, "mode=incremental needs a table in the URI: pg:extract:<table>");
        problems.require(
                options.getCursor() != null
                        && UpsertOptions.names(options.getCursor()).stream().noneMatch(String::isEmpty),
                "mode=incremental needs cursor, a column that grows with every change");
        problems.require(
                UpsertOptions.names(options.getKeys()).stream().noneMatch(String::isEmpty),
                "keys must be names separated by commas, not '" + options.getKeys() + "'");
        problems.require(
                options.getMaxRows() == 0, "maxRows does not go with mode=incremental, for the rest would be lost");
        problems.require(
                !options.isAllowDynamicSql(),
                "allowDynamicSql does not go with mode=incremental, which keeps a position");
        boolean settings = options.getRole() != null && options.getRole().contains("${");
        for (Object setting : options.getSessionSettings().values()) {
            settings |= String.valueOf(setting).contains("${");
        }
        problems.require(
                !settings,
                "mode=incremental keeps one position, and role or sessionSettings that change with the message show other"
                        + " rows each time");
        List<Placeholder> placeholders = problems.collect(() -> placeholders(options));
        for (Placeholder placeholder : placeholders == null ? List.<Placeholder>of() : placeholders) {
            problems.require(
                    placeholder instanceof Placeholder.Named named
                            && options.getParameters().containsKey(named.name()),
                    placeholder.label() + " needs a value of the endpoint (parameter.name): mode=incremental keeps one"
                            + " position, and other values are other rows");
        }
        String name = options.getCursorName();
        problems.require(name == null || !name.isBlank(), "cursorName is empty");
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(options.getWhere() == null, "where is an option of pg:extract");
        problems.require(
                options.getMode() == ExtractMode.full
                        && options.getCursor() == null
                        && options.getCursorStore() == null
                        && options.getCursorName() == null
                        && options.getNullCursor() == NullCursor.fail
                        && options.getLookBack() == null
                        && options.getDeliver() == Deliver.batch,
                "mode, cursor, cursorStore, cursorName, nullCursor, lookBack and deliver are options of pg:extract");
        problems.require(options.getBatchBytes() == INITIAL.getBatchBytes(), "batchBytes is an option of pg:extract");
    }

    /** @throws io.camelpg.error.PgException if the condition is none */
    static List<Placeholder> placeholders(PgConfiguration options) {
        String where = options.getWhere();
        return where == null ? List.of() : Condition.placeholders(where);
    }

    /** @param cursors where the position of an incremental read is kept; null for none */
    static ExtractPlan plan(
            PgConfiguration options,
            @Nullable SqlTemplate query,
            @Nullable TableName table,
            long timeoutMillis,
            @Nullable CursorStore cursors) {
        Incremental incremental = new Incremental(
                UpsertOptions.names(options.getCursor()),
                UpsertOptions.names(options.getKeys()),
                options.getNullCursor(),
                LookBack.parse(options.getLookBack()));
        ExtractPlan.Keeping keeping =
                cursors == null || table == null ? null : new ExtractPlan.Keeping(cursors, cursorName(options, table));
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
                rows,
                options.getMode() == ExtractMode.incremental ? incremental : null,
                incremental,
                keeping);
    }

    /** Of endpoints that read other rows, each has its own. */
    private static String cursorName(PgConfiguration options, TableName table) {
        String name = options.getCursorName();
        if (name != null) {
            return name;
        }
        String where = options.getWhere();
        return table + "(" + String.join(",", UpsertOptions.names(options.getCursor())) + ")"
                + (where == null
                        ? ""
                        : " where " + Integer.toHexString(where.strip().hashCode()));
    }
}
