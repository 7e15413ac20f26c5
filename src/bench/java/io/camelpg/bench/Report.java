package io.camelpg.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes Markdown to standard output and into a file per workload. */
final class Report {
    private static final List<String> JARS = List.of(
            "camel-support",
            "camel-sql",
            "camel-jdbc",
            "postgresql",
            "HikariCP",
            "vertx-pg-client",
            "spring-jdbc",
            "camel-kafka",
            "kafka-clients",
            "camel-kamelets",
            "debezium-connector-jdbc",
            "pgbulkinsert");

    private final StringBuilder text = new StringBuilder();
    private final Path file;

    Report(Path folder, String id, String title) {
        this.file = folder.resolve(id + ".md");
        line("## " + id + ": " + title);
        line("");
    }

    void line(String line) {
        text.append(line).append('\n');
        System.out.println(line);
    }

    /** Where, when and with what. */
    void circumstances(BenchServer server, Pace pace) throws SQLException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        line(String.format(
                Locale.ROOT,
                "%s, %s; JDK %s, %d cores, load average at the start %.1f; PostgreSQL %s %s, fsync %s,"
                        + " synchronous_commit %s; pools of %d.",
                LocalDate.now(),
                pace.name().toLowerCase(Locale.ROOT),
                Runtime.version(),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                server.setting("server_version"),
                server.delayMillis() == 0 ? "on loopback" : server.delayMillis() + " ms away",
                server.setting("fsync"),
                server.setting("synchronous_commit"),
                BenchServer.POOL_SIZE));
        line("");
        line(versions() + ".");
        line("");
    }

    private static String versions() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(jar -> JARS.stream().anyMatch(name -> jar.matches(name + "-[0-9.]+(Final)?\\.jar")))
                .map(jar -> jar.replace(".jar", ""))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** How long each contender had. */
    void pace(Pace pace) {
        line(pace.rounds + " rounds of " + pace.sliceMillis + " ms each after " + pace.warmUpMillis
                + " ms of warm-up.");
        line("");
    }

    void table(Workload workload, int level, List<Series> all) {
        Series limit = named(all, workload.limit());
        List<Series> ours =
                all.stream().filter(series -> CamelPg.is(series.contender())).toList();
        line("### " + workload.drive().of(level));
        line("");
        StringBuilder head = new StringBuilder("| contender | ops/s, median (min–max) | ÷ limit, median (min–max) |");
        ours.forEach(it -> head.append(' ').append(it.contender().name()).append(" ÷ it |"));
        line(head + " p50, p99 in ms | CPU s per million |");
        line("|---|---|---|" + "---|".repeat(ours.size()) + "---|---|");
        for (Series series : all) {
            line("| " + series.contender().name() + (series == limit ? " (limit)" : "") + " | "
                    + figures("%,.0f", series.of(Slice::operationsPerSecond)) + " | "
                    + figures("%.2f", series.ratioTo(limit)) + " | "
                    + ours.stream()
                            .map(it -> figures("%.2f", it.ratioTo(series)) + " | ")
                            .collect(Collectors.joining())
                    + String.format(
                            Locale.ROOT,
                            "%.3f, %.3f | %.1f",
                            series.latencyMillis(50),
                            series.latencyMillis(99),
                            series.of(Slice::cpuSecondsPerMillion).median())
                    + " |");
        }
        line("");
    }

    private static Series named(List<Series> all, String name) {
        return all.stream()
                .filter(series -> series.contender().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String figures(String format, Spread spread) {
        return String.format(
                Locale.ROOT, format + " (" + format + "–" + format + ")", spread.median(), spread.min(), spread.max());
    }

    /** How each contender was set up. */
    void contenders(List<Contender> contenders) {
        contenders.forEach(contender -> line("- " + contender.name() + ": `" + contender.how() + "`"));
        line("");
    }

    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
