package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.sql.TableName;

/** The options of pg:load: whether they go together, and what they say. */
final class LoadOptions {
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
        problems.require(!options.isCoalesce(), "pg:load takes no coalesce");
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        problems.require(options.getFormat() == BodyFormat.json, "format is an option of pg:load");
    }

    static LoadPlan plan(PgConfiguration options, TableName table, long timeoutMillis) {
        return new LoadPlan(
                table,
                timeoutMillis,
                UpsertOptions.names(options.getColumns()),
                UpsertOptions.unknownFields(options),
                options.getBadRows(),
                options.getCommitEvery(),
                options.getFormat() == BodyFormat.csv);
    }
}
