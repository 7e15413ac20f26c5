package io.camelpg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * When each of several instances did what only a leader does: a file with a line a time, which processes share. The clock
 * is {@link System#nanoTime()}, on Linux that of the machine.
 */
record LeaderFirings(Path file) {
    /** That an instance did it. */
    record Firing(String instance, long nanos) {}

    /** That an instance did it, first and last, and nobody else in between. */
    record Term(String instance, long firstNanos, long lastNanos) {}

    static LeaderFirings in(Path directory) {
        return new LeaderFirings(directory.resolve("firings"));
    }

    /** A route of a leader, which fires often, and makes up for what it missed when it was held up. */
    void route(CamelContext context, String instance) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:jobs:timer:job?period=20&fixedRate=true")
                        .routeId("job")
                        .process(exchange -> fired(instance));
            }
        });
    }

    private void fired(String instance) {
        try {
            Files.writeString(
                    file,
                    instance + " " + System.nanoTime() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Firing> all() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            // the last line may be one that is being written
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(parts -> new Firing(parts[0], Long.parseLong(parts[1])))
                    .sorted(Comparator.comparingLong(Firing::nanos))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who led, one after the other. Two that lead at once show as many short terms that alternate. */
    List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (Firing firing : all()) {
            Term last = terms.isEmpty() ? null : terms.get(terms.size() - 1);
            if (last != null && last.instance().equals(firing.instance())) {
                terms.set(terms.size() - 1, new Term(last.instance(), last.firstNanos(), firing.nanos()));
            } else {
                terms.add(new Term(firing.instance(), firing.nanos(), firing.nanos()));
            }
        }
        return terms;
    }

    List<String> leaders() {
        return terms().stream().map(Term::instance).toList();
    }
}
