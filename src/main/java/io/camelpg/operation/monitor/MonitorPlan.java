package io.camelpg.operation.monitor;

import io.camelpg.event.StatementStatistics;
import java.util.List;

/**
 * What is asked.
 *
 * @param parts one for its map alone, several for a map of each; none for all of them
 * @param listed how many sessions, statements or tables are listed at most; what there are in all is told
 * @param statistics of the calls of this program
 * @param connection whose calls are told of
 */
public record MonitorPlan(List<MonitorPart> parts, int listed, StatementStatistics statistics, String connection) {
    public MonitorPlan {
        parts = List.copyOf(parts);
    }
}
