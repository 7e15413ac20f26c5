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
    private static final String INCREMENTAL = "incremental";
    private static final PgConfiguration INITIAL = new PgConfiguration();

    private ExtractOptions() {}

    /** Whether only what is new since the last time is read. */
    static boolean isIncremental(PgConfiguration options) {
        return INCREMENTAL.equals(options.getMode());
    }

    static void check(PgConfiguration options, boolean targeted, Problems problems) {
        OutputType output = options.getOutputType();
        problems.require(
                output == OutputType.list || output.streamed(),
                "pg:extract gives outputType list, stream, json, ndjson, csv or arrow, not " + output);
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
        problems.require(options.getParallel() > 0, "parallel must be at least 1");
        problems.require(
                options.getParallel() == 1 || options.getSql() == null,
                "parallel reads ranges of a table, and a query has none");
        if (ClaimOptions.isClaiming(options)) {
            ClaimOptions.check(options, targeted, problems);
        } else {
            ClaimOptions.refuse(options, problems);
            checkIncremental(options, targeted, problems);
        }
        problems.require(
                UpsertOptions.names(options.getColumns()).stream().noneMatch(String::isEmpty),
                "columns must be names separated by commas, not '" + options.getColumns() + "'");
    }

    private static void checkIncremental(PgConfiguration options, boolean targeted, Problems problems) {
        problems.collect(() -> LookBack.parse(options.getLookBack()));
        String mode = options.getMode();
        problems.require(
                mode == null || mode.equals("full") || mode.equals(INCREMENTAL),
                "mode must be one of full, incremental for pg:extract, not '" + mode + "'");
        if (!isIncremental(options)) {
            problems.require(options.getCursor() == null, "cursor goes with mode=incremental");
            problems.require(options.getCursorStore() == null, "cursorStore goes with mode=incremental");
            problems.require(options.getCursorName() == null, "cursorName goes with mode=incremental");
            problems.require(options.getKeys() == null, "keys goes with mode=incremental");
            problems.require(options.getDeliver() != Deliver.row, "deliver goes with mode=incremental");
            return;
        }
        problems.require(
                options.getParallel() == 1, "parallel does not go with mode=incremental, whose rows have an order");
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
        requireSameRows(options, problems, "mode=incremental keeps one position");
        String name = options.getCursorName();
        problems.require(name == null || !name.isBlank(), "cursorName is empty");
    }

    /** Whoever polls has no message that could say which rows are meant. */
    static void requireSameRows(PgConfiguration options, Problems problems, String why) {
        boolean settings = options.getRole() != null && options.getRole().contains("${");
        for (Object setting : options.getSessionSettings().values()) {
            settings |= String.valueOf(setting).contains("${");
        }
        problems.require(
                !settings,
                why + ", and role or sessionSettings that change with the message show other rows each time");
        List<Placeholder> placeholders = problems.collect(() -> placeholders(options));
        for (Placeholder placeholder : placeholders == null ? List.<Placeholder>of() : placeholders) {
            problems.require(
                    placeholder instanceof Placeholder.Named named
                            && options.getParameters().containsKey(named.name()),
                    placeholder.label() + " needs a value of the endpoint (parameter.name): " + why
                            + ", and other values are other rows");
        }
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, PgVerb operation, Problems problems) {
        problems.require(options.getWhere() == null, "where is an option of pg:extract");
        problems.require(
                operation == PgVerb.load || (options.getMode() == null && options.getCursor() == null),
                "mode and cursor are options of pg:extract and pg:load");
        problems.require(
                options.getCursorStore() == null
                        && options.getCursorName() == null
                        && options.getNullCursor() == NullCursor.fail
                        && options.getLookBack() == null
                        && options.getDeliver() == null
                        && options.getClaim() == null,
                "cursorStore, cursorName, nullCursor, lookBack, deliver and claim are options of" + " pg:extract");
        ClaimOptions.refuse(options, problems);
        problems.require(options.getBatchBytes() == INITIAL.getBatchBytes(), "batchBytes is an option of pg:extract");
        problems.require(options.getParallel() == 1, "parallel is an option of pg:extract");
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
                options.getParallel(),
                isIncremental(options) ? incremental : null,
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
