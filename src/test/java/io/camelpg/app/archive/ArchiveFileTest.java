package io.camelpg.app.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFileTest {
    private static final List<String> LINES = List.of("{\"id\":1,\"name\":\"Größe\"}", "{\"id\":2,\"name\":\"a\\nb\"}");

    @TempDir
    private Path directory;

    @Test
    void isGzippedLinesWithTheirChecksumBeside() throws Exception {
        Map<String, String> written = write(LINES);

        Path file = directory.resolve("backups/orders.gz");
        assertThat(written).containsEntry("file", file.toString());
        try (GZIPInputStream input = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(LINES.get(0) + '\n' + LINES.get(1) + '\n');
        }
        assertThat(directory.resolve("backups/orders.gz.sha256")).hasContent(written.get("sha256") + "  orders.gz");
        ArchiveFile.verify(file.toString(), written.get("sha256"), expected(LINES));
    }

    @Test
    void twiceTheSameRowsAreTheSameFile() throws Exception {
        assertThat(write(LINES)).isEqualTo(write(LINES));
    }

    @Test
    void aRowMoreOrLessOrAnotherIsNoticed() throws Exception {
        Map<String, String> written = write(LINES);
        for (List<String> other :
                List.of(LINES.subList(0, 1), List.of(LINES.get(0), "{}"), List.of(LINES.get(0), LINES.get(1), "{}"))) {
            assertThatThrownBy(() -> ArchiveFile.verify(written.get("file"), written.get("sha256"), expected(other)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has 2 rows with checksum")
                    .hasMessageContaining("the database " + other.size());
        }
    }

    @Test
    void aByteThatChangedOnTheDiskIsNoticed() throws Exception {
        Map<String, String> written = write(LINES);
        Path file = Path.of(written.get("file"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[4] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ArchiveFile.verify(file.toString(), written.get("sha256"), expected(LINES)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("is not on the disk as it was written");
    }

    @Test
    void rowsThatBreakOffLeaveTheFileAsItWas() throws Exception {
        Map<String, String> written = write(LINES);
        Iterator<Map<String, Object>> broken = Stream.of(1, 2)
                .map(i -> {
                    if (i == 2) {
                        throw new IllegalStateException("connection lost");
                    }
                    return Map.<String, Object>of("line", "{}");
                })
                .iterator();

        assertThatThrownBy(() -> new ArchiveFile(directory.resolve("backups").toString()).write(broken, "orders.gz"))
                .hasMessage("connection lost");

        ArchiveFile.verify(written.get("file"), written.get("sha256"), expected(LINES));
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            assertThat(files).hasSize(2);
        }
    }

    private Map<String, String> write(List<String> lines) throws IOException {
        Iterator<Map<String, Object>> rows =
                lines.stream().map(line -> Map.<String, Object>of("line", line)).iterator();
        return new ArchiveFile(directory.resolve("backups").toString()).write(rows, "orders.gz");
    }

    /** As archive-checksum.sql computes it. */
    private static Map<String, Object> expected(List<String> lines) throws Exception {
        long checksum = 0;
        for (String line : lines) {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(line.getBytes(StandardCharsets.UTF_8));
            checksum += new BigInteger(1, md5).shiftRight(96).longValueExact();
        }
        return Map.of("rows", (long) lines.size(), "checksum", checksum);
    }
}
