package io.camelpg.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a server of this process leaves on the disk. */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    /**
     * Removes a directory with all that is in it; nothing where it is not there.
     *
     * @throws UncheckedIOException where something cannot be removed
     */
    static void remove(Path directory) {
        try {
            List<Path> contents;
            try (Stream<Path> walk = Files.walk(directory)) {
                contents = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : contents) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // gone already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
