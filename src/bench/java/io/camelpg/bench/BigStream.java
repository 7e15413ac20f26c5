package io.camelpg.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether a big result passes through a route of several steps in a heap far too small to hold it. Each way runs in a JVM
 * of its own. Not a ratio: it passes or it runs out of memory, which is also what camel-sql is there to show.
 */
final class BigStream {
    static final String ID = "BigStream";
    static final String RESULT = "big-stream-result ";
    static final String LEFT_OUT = "big-stream-left-out ";
    private static final String HEAP = "-Xmx64m";
    /** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
    private static final int OUT_OF_MEMORY = 3;

    enum Way {
        COPY_TEXT("raw pgjdbc, COPY text to nowhere (limit)"),
        CAMEL_PG("camel-pg ndjson, three steps in two routes"),
        CAMEL_PG_LOAD("camel-pg load of Maps that are made while they are read"),
        CAMEL_SQL("camel-sql StreamList, split in streaming mode, Jackson");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private BigStream() {}

    /** @return whether this component failed */
    static boolean run(Report report, BenchServer server, long rows) throws Exception {
        report.line("Each in a JVM of its own with " + HEAP + "; peak heap is with garbage.");
        report.line("");
        report.line("| way | rows | seconds | rows/s | MB out, or in the table | peak heap, MB |");
        report.line("|---|---|---|---|---|---|");
        boolean failed = false;
        for (Way way : Way.values()) {
            failed |= run(report, server, way, rows) && way != Way.CAMEL_SQL;
        }
        report.line("");
        return failed;
    }

    private static boolean run(Report report, BenchServer server, Way way, long rows)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Duser.timezone=UTC",
                        "-Dfile.encoding=UTF-8",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        BigStreamProcess.class.getName(),
                        way.name(),
                        Integer.toString(server.port()),
                        Long.toString(rows)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out;
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out = reader.lines()
                    .filter(line -> line.startsWith(RESULT) || line.startsWith(LEFT_OUT))
                    .collect(Collectors.joining());
        }
        int status = process.waitFor();
        if (status == OUT_OF_MEMORY) {
            report.line("| " + way.title + " | – | ran out of memory | – | – | – |");
        } else if (status == 0 && out.startsWith(RESULT)) {
            report.line(
                    "| " + way.title + figures(out.substring(RESULT.length()).split(" ")));
            return false;
        } else if (out.startsWith(LEFT_OUT)) {
            report.line("| " + way.title + " | – | left out: " + out.substring(LEFT_OUT.length()) + " | – | – | – |");
            return false;
        } else {
            report.line("| " + way.title + " | – | failed with status " + status + " | – | – | – |");
        }
        return true;
    }

    private static String figures(String[] result) {
        long lines = Long.parseLong(result[0]);
        double seconds = Long.parseLong(result[2]) / 1e9;
        return String.format(
                Locale.ROOT,
                " | %,d | %.1f | %,.0f | %.0f | %.0f |",
                lines,
                seconds,
                lines / seconds,
                Long.parseLong(result[1]) / 1e6,
                Long.parseLong(result[3]) / 1e6);
    }
}
