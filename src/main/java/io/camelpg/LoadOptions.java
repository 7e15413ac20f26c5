package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.UnknownFields;
import io.camelpg.operation.load.LoadMode;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.operation.load.SyncPlan;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.row.arrow.ArrowLibrary;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of pg:load: whether they go together, and what they say. */
final class LoadOptions {
    static final String EXTRACTED_AT = "extractedAt";
    private static final PgConfiguration INITIAL = new PgConfiguration();
    /** What may still be put behind a prefix, in bytes. */
    private static final int LONGEST_PREFIX = 40;

    private LoadOptions() {}

    static void check(PgConfiguration options, Problems problems) {
        UpsertOptions.checkRows(options, problems, "pg:load");
        problems.require(
                options.getFormat() != BodyFormat.csv
                        || !options.getUnknownFields().startsWith("store:"),
                "unknownFields=store: does not go with format=csv, whose records are not taken apart");
        problems.require(
                options.getOutputType() == OutputType.list && options.getOutputClass() == null,
                "pg:load gives no rows, and takes no outputType or outputClass");
        problems.require(
                options.getFormat() != BodyFormat.arrow || ArrowLibrary.isAvailable(),
                "format=arrow needs " + ArrowLibrary.NEEDED);
        problems.require(!options.isCoalesce(), "pg:load takes no coalesce");
        checkContract(options, problems);
        LoadMode mode = LoadMode.of(options.getMode());
        problems.require(
                mode != null,
                "mode must be one of "
                        + Arrays.stream(LoadMode.values())
                                .map(LoadMode::spelled)
                                .collect(Collectors.joining(", "))
                        + " for pg:load, not '" + options.getMode() + "'");
        if (mode != null) {
            checkMode(options, mode, problems);
        }
    }

    private static void checkMode(PgConfiguration options, LoadMode mode, Problems problems) {
        if (mode == LoadMode.APPEND) {
            refuseSync(options, "goes with another mode than append", problems);
        } else {
            problems.require(
                    options.getCommitEvery() == 0,
                    "commitEvery does not go with mode=" + mode.spelled() + ", whose rows are there all at once");
            problems.collect(() -> Identifier.require(options.getRawSchema()));
            problems.require(
                    options.getMetaPrefix().length() <= LONGEST_PREFIX,
                    "metaPrefix must not be longer than " + LONGEST_PREFIX + " characters");
        }
        boolean dedup = mode == LoadMode.DEDUP;
        problems.require(
                dedup || options.getKeys() == null || options.getSchemaContract() == SchemaContract.evolve,
                "keys of pg:load goes with mode=dedup, or with schemaContract=evolve for a table that is made");
        problems.require(dedup || options.getCursor() == null, "cursor goes with mode=dedup");
        problems.require(dedup || options.getDeleteWhen() == null, "deleteWhen goes with mode=dedup");
        UpsertOptions.list(problems, "keys", options.getKeys());
        problems.require(
                UpsertOptions.names(options.getCursor()).size() < 2, "cursor must be one column with mode=dedup");
        boolean overwrite = mode == LoadMode.OVERWRITE;
        boolean swap = options.getOverwrite() == Overwrite.swap;
        problems.require(overwrite || !swap, "overwrite=swap goes with mode=overwrite");
        problems.require(swap || !options.isCascade(), "cascade goes with overwrite=swap");
        problems.require(overwrite || options.getGeneration() == null, "generation goes with mode=overwrite");
        problems.require(
                (options.getGeneration() == null) == (options.getComplete() == null),
                "generation and complete go together: which refresh it is, and whether it ends");
        problems.require(
                options.getBatchId() == null
                        || mode == LoadMode.INCREMENTAL_APPEND
                        || (overwrite && options.getGeneration() != null),
                "batchId goes with mode=incremental-append, or with generation");
    }

    private static void checkContract(PgConfiguration options, Problems problems) {
        SchemaContract contract = options.getSchemaContract();
        if (contract == null) {
            return;
        }
        boolean unknown = options.getUnknownFields().equals("fail")
                || (contract == SchemaContract.discard
                        && options.getUnknownFields().equals("ignore"));
        problems.require(
                unknown,
                "unknownFields=" + options.getUnknownFields() + " contradicts schemaContract=" + contract
                        + ", which says what becomes of fields without a column");
        problems.require(
                options.getColumns() == null,
                "columns and schemaContract both say which fields are written: set one of them");
    }

    private static void refuseSync(PgConfiguration options, String why, Problems problems) {
        problems.require(options.getMetaPrefix().equals(INITIAL.getMetaPrefix()), "metaPrefix " + why);
        problems.require(!options.isRaw(), "raw " + why);
        problems.require(options.getRawSchema().equals(INITIAL.getRawSchema()), "rawSchema " + why);
        expressions(options).forEach((name, simple) -> problems.add(name + " " + why));
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(options.getFormat() == BodyFormat.json, "format is an option of pg:load");
        problems.require(options.getSchemaContract() == null, "schemaContract is an option of pg:load");
        problems.require(options.getOverwrite() == Overwrite.keep, "overwrite is an option of pg:load");
        problems.require(!options.isCascade(), "cascade is an option of pg:load");
        refuseSync(options, "is an option of pg:load", problems);
    }

    /** Whether a table may have been made by a load like this one. */
    static boolean mayMake(PgConfiguration options) {
        LoadMode mode = LoadMode.of(options.getMode());
        return options.getSchemaContract() != null || (mode != null && mode != LoadMode.APPEND);
    }

    /** What is asked of each message: simple expressions by the names of their options. */
    static Map<String, String> expressions(PgConfiguration options) {
        Map<String, String> expressions = new LinkedHashMap<>();
        put(expressions, EXTRACTED_AT, options.getExtractedAt());
        put(expressions, "batchId", options.getBatchId());
        put(expressions, "generation", options.getGeneration());
        put(expressions, "complete", options.getComplete());
        return expressions;
    }

    private static void put(Map<String, String> expressions, String name, @Nullable String simple) {
        if (simple != null) {
            expressions.put(name, simple);
        }
    }

    static LoadPlan plan(PgConfiguration options, TableName table, long timeoutMillis) {
        return new LoadPlan(
                table,
                timeoutMillis,
                UpsertOptions.names(options.getColumns()),
                // what has no column under a contract was left out by it
                contract(options) == null ? UpsertOptions.unknownFields(options) : new UnknownFields(false, null),
                options.getBadRows(),
                options.getCommitEvery(),
                options.getFormat() == BodyFormat.csv,
                contract(options),
                UpsertOptions.names(options.getKeys()),
                sync(options));
    }

    /** What keeps a table in step with a source follows it, unless something else is said of its fields. */
    private static @Nullable SchemaContract contract(PgConfiguration options) {
        LoadMode mode = LoadMode.of(options.getMode());
        boolean follows = mode != LoadMode.APPEND
                && options.getColumns() == null
                && options.getUnknownFields().equals(INITIAL.getUnknownFields());
        return options.getSchemaContract() == null && follows ? SchemaContract.evolve : options.getSchemaContract();
    }

    private static @Nullable SyncPlan sync(PgConfiguration options) {
        LoadMode mode = LoadMode.of(options.getMode());
        if (mode == null || mode == LoadMode.APPEND) {
            return null;
        }
        return new SyncPlan(
                mode,
                UpsertOptions.names(options.getKeys()),
                options.getCursor(),
                options.getDeleteWhen() != null,
                options.getMetaPrefix(),
                options.isRaw(),
                options.getRawSchema(),
                options.getBatchId() != null,
                options.getGeneration() != null,
                options.getOverwrite() == Overwrite.swap,
                options.isCascade());
    }
}
