package io.camelpg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case of src/it/sync: what is done one after the other, and what must be there then. A section begins with a line
 * {@code == kind rest}; the kinds are {@code sql} (runs it), {@code load options} (NDJSON; a rest behind {@code |} are
 * headers, {@code name=value} separated by commas), {@code counts} (of the load before: {@code inserted updated deleted
 * skipped merged rejected}, those that are not 0), {@code fails code} (the load before did), and {@code expect query} (its
 * rows as CSV).
 */
record SyncCase(String name, List<Section> sections) {
    static final Path DIRECTORY = Path.of("src/it/sync");
    private static final String MARK = "== ";

    record Section(String kind, String rest, String content) {
        /** Of a load: what stands in front of the headers. */
        String options() {
            return rest.split("\\|", 2)[0].strip();
        }

        Map<String, Object> headers() {
            Map<String, Object> headers = new LinkedHashMap<>();
            String[] parts = rest.split("\\|", 2);
            if (parts.length == 2) {
                for (String header : parts[1].strip().split(",\\s*")) {
                    String[] pair = header.split("=", 2);
                    headers.put(pair[0], pair[1]);
                }
            }
            return headers;
        }
    }

    static List<SyncCase> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(SyncCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SyncCase read(Path file) {
        List<Section> sections = new ArrayList<>();
        try {
            String[] head = null;
            StringBuilder content = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(MARK)) {
                    add(sections, head, content);
                    head = (line.substring(MARK.length()) + " ").split(" ", 2);
                    content = new StringBuilder();
                } else {
                    content.append(line).append('\n');
                }
            }
            add(sections, head, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SyncCase(file.getFileName().toString().replace(".txt", ""), sections);
    }

    /** What stands before the first section says what the case is about. */
    private static void add(List<Section> sections, String[] head, StringBuilder content) {
        if (head != null) {
            sections.add(
                    new Section(head[0], head[1].strip(), content.toString().strip()));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
