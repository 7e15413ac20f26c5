package io.camelpg.operation.monitor;

import io.camelpg.event.StatementStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked by itself. */
public enum MonitorPart {
    SERVER("server", "server") {
        @Override
        Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions) {
            return ServerReport.of(questions);
        }
    },
    ACTIVITY("activity", "activity") {
        @Override
        Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions) {
            return ActivityReport.of(questions, plan.listed());
        }
    },
    SLOW_QUERIES("slow-queries", "slowQueries") {
        @Override
        Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions) {
            return SlowQueriesReport.of(questions, plan.listed());
        }
    },
    SIZES("sizes", "sizes") {
        @Override
        Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions) {
            return SizesReport.of(questions, plan.listed());
        }
    },
    STATEMENTS("statements", "statements") {
        @Override
        Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions) {
            return statements(plan.statistics(), plan.connection(), plan.listed());
        }
    };

    private final String label;
    private final String key;

    MonitorPart(String label, String key) {
        this.label = label;
        this.key = key;
    }

    /** As URIs name it. */
    public String label() {
        return label;
    }

    /** As a map of all parts names it. */
    String key() {
        return key;
    }

    /** What this program itself called on a connection; asks no server. */
    public static Map<String, @Nullable Object> statements(
            StatementStatistics statistics, String connection, int listed) {
        return StatementsReport.of(statistics, connection, listed);
    }

    /** @throws io.camelpg.error.PgException where the server does not answer */
    abstract Map<String, @Nullable Object> ask(MonitorPlan plan, Questions questions);
}
