package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.event.StatementStatistics;
import io.camelpg.operation.monitor.MonitorPart;
import io.camelpg.operation.monitor.MonitorPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The options of pg:monitor: whether they go together, and what they say. */
final class MonitorOptions {
    private static final int LISTED = 20;

    private MonitorOptions() {}

    static void check(PgConfiguration options, Problems problems) {
        problems.require(
                options.getSql() == null && !options.isAllowDynamicSql() && !options.isCoalesce(),
                "pg:monitor takes no sql, allowDynamicSql or coalesce");
        problems.require(
                options.getOutputType() == OutputType.list
                        && options.getOutputClass() == null
                        && options.getParameters().isEmpty(),
                "pg:monitor gives a Map; outputType, outputClass and parameter. are no options of it");
    }

    /**
     * What an endpoint asks.
     *
     * @param target a part's name; empty for all parts
     * @param connection the endpoint's
     * @throws PgException PG-501 if there is no such part
     */
    static MonitorPlan plan(PgConfiguration options, String target, StatementStatistics statistics, String connection) {
        int listed = options.getMaxRows() == 0 ? LISTED : options.getMaxRows();
        return new MonitorPlan(target.isBlank() ? List.of() : List.of(part(target)), listed, statistics, connection);
    }

    private static MonitorPart part(String name) {
        for (MonitorPart part : MonitorPart.values()) {
            if (part.label().equals(name)) {
                return part;
            }
        }
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION,
                "pg:monitor has no part '" + name + "'; there are "
                        + Arrays.stream(MonitorPart.values())
                                .map(MonitorPart::label)
                                .collect(Collectors.joining(", ")));
    }
}
