package io.camelpg.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The figures of a run, as Markdown in {@code target/faults}: by fault, and by verb. Thread-safe. */
final class Table {
    private static final Path FILES = Path.of("target", "faults");
    private final List<Storm.Result> all = new ArrayList<>();

    synchronized void add(List<Storm.Result> results) {
        all.addAll(results);
    }

    synchronized void write() throws IOException {
        Files.createDirectories(FILES);
        Files.writeString(FILES.resolve("by-fault.md"), text("Fault", true));
        Files.writeString(FILES.resolve("by-verb.md"), text("Verb", false));
    }

    private String text(String title, boolean byFault) {
        Map<String, List<Storm.Result>> lines = new LinkedHashMap<>();
        for (Storm.Result result : all) {
            String key = byFault ? result.fault().name() : result.verbs();
            lines.computeIfAbsent(key, k -> new ArrayList<>()).add(result);
        }
        lines.put("**all**", all);
        StringBuilder text =
                new StringBuilder("| " + title + " | struck | operations | done | not done | unknown, there"
                        + " | unknown, absent | violations |\n|---|---|---|---|---|---|---|---|\n");
        lines.forEach((key, results) -> text.append("| ")
                .append(key)
                .append(sum(results, Storm.Result::hits))
                .append(sum(results, result -> result.comparison().operations()))
                .append(sum(results, result -> result.comparison().done()))
                .append(sum(results, result -> result.comparison().notDone()))
                .append(sum(results, result -> result.comparison().unknownThere()))
                .append(sum(results, result -> result.comparison().unknownAbsent()))
                .append(sum(results, result -> result.comparison().violations().size()))
                .append(" |\n"));
        return text.toString();
    }

    private static String sum(List<Storm.Result> results, ToIntFunction<Storm.Result> figure) {
        return " | " + results.stream().mapToInt(figure).sum();
    }
}
