package io.camelpg.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the console tells, for a terminal. */
final class ConsoleText {
    private static final int WIDTH = 100;
    private static final String NONE = "-";

    private final StringBuilder text = new StringBuilder();

    private ConsoleText() {}

    static String of(List<Map<String, @Nullable Object>> connections) {
        ConsoleText console = new ConsoleText();
        if (connections.isEmpty()) {
            console.line("No connection is in use");
        }
        connections.forEach(console::connection);
        return console.text.toString();
    }

    private void connection(Map<String, @Nullable Object> connection) {
        line("Connection '%s' to %s", connection.get("name"), connection.get("address"));
        pool("Pool", connection);
        if (connection.get("replica") instanceof Map<?, ?> replica) {
            line("  Replica %s, %s", replica.get("address"), truth(replica.get("inUse")) ? "in use" : "not in use");
            pool("  Pool", replica);
        }
        part(
                connection,
                "server",
                "Server",
                server -> line(
                        "    PostgreSQL %s as %s, %s, %s of %s connections, since %s",
                        server.get("version"),
                        server.get("user"),
                        server.get("tls") == null ? "not encrypted" : server.get("tls"),
                        server.get("connections"),
                        server.get("maxConnections"),
                        server.get("startedAt")));
        part(connection, "statements", "Statements of this program", this::statements);
        part(connection, "activity", "Activity", this::activity);
        part(connection, "slowQueries", "Slow queries", this::slow);
        part(connection, "sizes", "Sizes", this::sizes);
        line("");
    }

    private void pool(String name, Map<?, ?> of) {
        if (of.get("pool") instanceof Map<?, ?> pool) {
            line(
                    "  %s: %s active, %s idle, %s waiting, max %s",
                    name, pool.get("active"), pool.get("idle"), pool.get("waiting"), pool.get("max"));
        } else if (of.get("pools") != null) {
            line("  %s pools, %s connections active", of.get("pools"), of.get("active"));
        }
    }

    private void part(Map<?, ?> connection, String key, String title, Consumer<Map<?, ?>> told) {
        if (!(connection.get(key) instanceof Map<?, ?> part)) {
            return;
        }
        line("  %s:", title);
        if (!truth(part.get("available"))) {
            line("    not available: %s", part.get("reason"));
            if (part.get("hint") != null) {
                line("    %s", part.get("hint"));
            }
            return;
        }
        told.accept(part);
        if (part.get("hints") instanceof List<?> hints) {
            hints.forEach(hint -> line("    ! %s", hint));
        }
    }

    private void statements(Map<?, ?> part) {
        line(
                "    %9s %7s %9s %9s %9s %9s  %-7s %s",
                "calls", "errors", "p50 ms", "p95 ms", "p99 ms", "max ms", "last", "");
        for (Map<?, ?> each : listed(part)) {
            line(
                    "    %9s %7s %9s %9s %9s %9s  %-7s %s",
                    each.get("calls"),
                    each.get("errors"),
                    millis(each.get("p50Millis")),
                    millis(each.get("p95Millis")),
                    millis(each.get("p99Millis")),
                    millis(each.get("maxMillis")),
                    shown(each.get("lastError")),
                    cut(each.get("operation") + " " + shown(each.get("route")) + ": "
                            + (each.get("source") == null ? each.get("statement") : each.get("source"))));
        }
    }

    private void activity(Map<?, ?> part) {
        line(
                "    %s sessions: %s active, %s idle, %s idle in transaction, %s blocked",
                part.get("sessions"),
                part.get("active"),
                part.get("idle"),
                part.get("idleInTransaction"),
                part.get("blocked"));
        for (Map<?, ?> each : listed(part)) {
            line(
                    "    %7s %s/%s %s %s for %s ms, waits for %s %s",
                    each.get("pid"),
                    each.get("user"),
                    each.get("database"),
                    each.get("application"),
                    shown(each.get("state")),
                    shown(each.get("stateMillis")),
                    shown(each.get("waitEvent")),
                    each.get("rootBlocker") == null ? "" : "(held by " + each.get("rootBlocker") + ")");
            line("            %s", cut(shown(each.get("query"))));
        }
    }

    private void slow(Map<?, ?> part) {
        line("    %9s %12s %9s %9s  ", "calls", "total ms", "mean ms", "max ms");
        for (Map<?, ?> each : listed(part)) {
            line(
                    "    %9s %12s %9s %9s  %s",
                    each.get("calls"),
                    millis(each.get("totalMillis")),
                    millis(each.get("meanMillis")),
                    millis(each.get("maxMillis")),
                    cut(shown(each.get("query"))));
        }
    }

    private void sizes(Map<?, ?> part) {
        line(
                "    %s tables, %s MB%s",
                part.get("tables"), megabytes(part.get("bytes")), truth(part.get("exact")) ? "" : " (estimated)");
        line("    %11s %11s %11s %11s %11s  ", "total MB", "indexes MB", "rows", "dead", "vacuumed");
        for (Map<?, ?> each : listed(part)) {
            String vacuumed = shown(each.get("lastVacuum"));
            line(
                    "    %11s %11s %11s %11s %11s  %s.%s",
                    megabytes(each.get("totalBytes")),
                    megabytes(each.get("indexBytes")),
                    shown(each.get("rowsEstimate")),
                    shown(each.get("deadRows")),
                    vacuumed.substring(0, Math.min(10, vacuumed.length())),
                    each.get("schema"),
                    each.get("name"));
        }
    }

    private static List<Map<?, ?>> listed(Map<?, ?> part) {
        List<Map<?, ?>> lines = new ArrayList<>();
        if (part.get("listed") instanceof List<?> all) {
            all.forEach(each -> lines.add((Map<?, ?>) Objects.requireNonNull(each)));
        }
        return lines;
    }

    private static boolean truth(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    private static String shown(@Nullable Object value) {
        return value == null ? NONE : value.toString();
    }

    private static String millis(@Nullable Object value) {
        return value instanceof Number number ? String.format(Locale.ROOT, "%.1f", number.doubleValue()) : NONE;
    }

    private static String megabytes(@Nullable Object bytes) {
        return bytes instanceof Number number
                ? String.format(Locale.ROOT, "%.1f", number.doubleValue() / (1 << 20))
                : NONE;
    }

    private static String cut(String value) {
        return value.length() > WIDTH ? value.substring(0, WIDTH) + "…" : value;
    }

    private void line(String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
