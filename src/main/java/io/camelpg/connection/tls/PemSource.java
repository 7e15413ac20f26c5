package io.camelpg.connection.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates or a key come from: the name of a file, or PEM itself. Prints the file's name, never PEM.
 *
 * @param text as configured
 */
public record PemSource(String text) {
    /** Null and blank stay null. */
    public static @Nullable PemSource of(@Nullable String text) {
        return text == null || text.isBlank() ? null : new PemSource(text.strip());
    }

    /** libpq's word for the certificates that the system trusts; with us, those of the JVM. */
    public boolean isSystem() {
        return text.equals("system");
    }

    /** The file; null where the option has the text itself. */
    @Nullable
    Path file() {
        return text.startsWith("-----BEGIN") ? null : Path.of(text.startsWith("file:") ? text.substring(5) : text);
    }

    /**
     * What it has now.
     *
     * @throws IOException with a message that says why the file cannot be read
     */
    String read() throws IOException {
        try {
            Path file = file();
            // A file of any bytes is a text to look for PEM in.
            return file == null ? text : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot be read: this process lacks the permission", e);
        } catch (InvalidPathException e) {
            throw new IOException("is not the name of a file", e);
        } catch (IOException e) {
            throw new IOException("cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return text.startsWith("-----BEGIN") ? "PEM text" : "'" + text + "'";
    }
}
