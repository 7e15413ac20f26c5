package io.camelpg.operation.monitor;

import io.camelpg.event.CalledStatement;
import io.camelpg.event.StatementStatistics;
import io.camelpg.event.StatementSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this program itself called, and how long that took, waiting for a connection included. */
final class StatementsReport {
    private StatementsReport() {}

    static Map<String, @Nullable Object> of(StatementStatistics statistics, String connection, int listed) {
        List<StatementSummary> own = statistics.summaries().stream()
                .filter(summary -> summary.connection().equals(connection))
                .toList();
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", true);
        report.put("since", time(statistics.since()));
        report.put("statements", (long) own.size());
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        own.stream().limit(listed).forEach(summary -> lines.add(line(summary)));
        report.put("listed", lines);
        return report;
    }

    private static Map<String, @Nullable Object> line(StatementSummary summary) {
        CalledStatement called = summary.statement();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("operation", summary.operation());
        line.put("route", called == null ? null : called.route());
        line.put("source", called == null ? null : called.source());
        line.put("statement", called == null ? "(all others)" : called.text());
        line.put("calls", summary.calls());
        line.put("errors", summary.errors());
        line.put("rows", summary.rows());
        line.put("updated", summary.updated());
        line.put("totalMillis", rounded(summary.totalMillis()));
        line.put("meanMillis", rounded(summary.meanMillis()));
        line.put("p50Millis", rounded(summary.p50Millis()));
        line.put("p95Millis", rounded(summary.p95Millis()));
        line.put("p99Millis", rounded(summary.p99Millis()));
        line.put("maxMillis", rounded(summary.maxMillis()));
        line.put("lastError", summary.lastError());
        line.put("lastErrorAt", time(summary.lastErrorAt()));
        return line;
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the microsecond. */
    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }
}
