package io.camelpg.app.archive;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A backup of rows: gzipped NDJSON, with a {@code .sha256} beside it as {@code sha256sum -c} reads it. It can be seen under its
 * name only when all of it is on the disk. Thread-safe; memory does not grow with the rows.
 */
public final class ArchiveFile {
    private final Path directory;

    /** @param directory created where it is not there */
    public ArchiveFile(String directory) {
        this.directory = Path.of(directory);
    }

    /**
     * Writes a line for each row, replacing a file of that name.
     *
     * @param rows each with the text {@code line}
     * @param name of the file
     * @return {@code file} (its path) and {@code sha256}
     * @throws IOException where it cannot be written; a file of that name is then as it was
     */
    public Map<String, String> write(Iterator<Map<String, Object>> rows, String name) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(name);
        Path partial = Files.createTempFile(directory, '.' + name, ".partial");
        try {
            try (Writer lines = new BufferedWriter(new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(partial)), StandardCharsets.UTF_8))) {
                while (rows.hasNext()) {
                    lines.append((String) rows.next().get("line")).append('\n');
                }
            }
            force(partial);
            String sha256 = sha256(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(directory.resolve(name + ".sha256"), sha256 + "  " + name + '\n');
            return Map.of("file", file.toString(), "sha256", sha256);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Reads a file back and compares it with what the database says it has to hold.
     *
     * @param file as {@link #write} returned it
     * @param sha256 of its bytes
     * @param expected {@code rows}, and {@code checksum}: the sum of the first four bytes of each line's MD5
     * @throws IOException where it cannot be read, or is not what it has to be
     */
    public static void verify(String file, String sha256, Map<String, Object> expected) throws IOException {
        if (!sha256.equals(sha256(Path.of(file)))) {
            throw new IOException("The backup " + file + " is not on the disk as it was written");
        }
        long rows = 0;
        long checksum = 0;
        MessageDigest md5 = digest("MD5");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(file))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows++;
                checksum += Integer.toUnsignedLong(ByteBuffer.wrap(md5.digest(line.getBytes(StandardCharsets.UTF_8)))
                        .getInt());
            }
        }
        if (rows != number(expected, "rows") || checksum != number(expected, "checksum")) {
            throw new IOException("The backup " + file + " has " + rows + " rows with checksum " + checksum
                    + ", the database " + number(expected, "rows") + " with " + number(expected, "checksum"));
        }
    }

    private static long number(Map<String, Object> row, String name) {
        return row.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        try (DigestInputStream input = new DigestInputStream(Files.newInputStream(file), sha256)) {
            input.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has MD5 and SHA-256: see the documentation of MessageDigest
            throw new IllegalStateException(e);
        }
    }
}
