package io.camelpg.connection.credential;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file with one value, as container platforms mount secrets: the content without its last line break, in UTF-8. */
public final class SecretFile {
    private static final long MAX_BYTES = 65_536;

    private SecretFile() {}

    /**
     * @param option names the file in the configuration
     * @throws PgException PG-015 if it cannot be read, or is empty
     */
    public static String read(String connection, String option, Path file) {
        String where = "connection '" + connection + "': " + option + "=" + file;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw unusable(where + " has more than " + MAX_BYTES + " bytes");
            }
            String content = Files.readString(file);
            String value = content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
            value = value.endsWith("\r") && value.length() < content.length()
                    ? value.substring(0, value.length() - 1)
                    : value;
            if (value.isEmpty()) {
                throw unusable(where + " is empty");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw unusable(where + " does not exist");
        } catch (CharacterCodingException e) {
            throw unusable(where + " is not text in UTF-8");
        } catch (IOException e) {
            throw unusable(where + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static PgException unusable(String detail) {
        return new PgException(PgErrorCode.CREDENTIALS_UNAVAILABLE, detail);
    }
}
