package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.discover.Form;

/** The options of pg:discover: whether they go together, and what they say. */
final class DiscoverOptions {
    private DiscoverOptions() {}

    static void check(PgConfiguration options, Problems problems) {
        OutputType output = options.getOutputType();
        problems.require(
                output == OutputType.list || output == OutputType.json || output.describes(),
                "pg:discover gives a Map, or with outputType json, markdown or mermaid text, but no " + output);
        problems.require(options.getSql() == null && !options.isCoalesce(), "pg:discover takes no sql or coalesce");
        problems.require(
                options.getMaxRows() == 0
                        && options.getOutputClass() == null
                        && options.getParameters().isEmpty(),
                "maxRows, outputClass and parameter. are no options of pg:discover");
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, Problems problems) {
        OutputType output = options.getOutputType();
        problems.require(!output.describes(), "outputType=" + output + " is for pg:discover");
    }

    /** What becomes of the Map, which where no outputType is set is the body. */
    static Form form(OutputType output) {
        return switch (output) {
            case json -> Form.JSON;
            case markdown -> Form.MARKDOWN;
            case mermaid -> Form.MERMAID;
            case list, one, scalar, stream, ndjson, csv, arrow -> Form.MAP;
        };
    }
}
