package io.camelpg.connection.ssh;

import io.camelpg.connection.Secret;
import io.camelpg.connection.credential.SecretFile;
import io.camelpg.error.PgException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A password or passphrase: the value itself, or a file that is read whenever the tunnel is opened.
 *
 * @param value null where there is a file
 * @param option that names the file, for errors
 */
public record SshSecret(@Nullable Secret value, String option, @Nullable Path file) {
    /** Null where there is neither. */
    public static @Nullable SshSecret of(@Nullable String value, String option, @Nullable String file) {
        return value == null && file == null
                ? null
                : new SshSecret(Secret.of(value), option, file == null ? null : Path.of(file));
    }

    /** @throws PgException PG-015 if the file cannot be read */
    @Nullable
    Secret read(String connection) {
        return file == null ? value : Secret.of(SecretFile.read(connection, option, file));
    }
}
