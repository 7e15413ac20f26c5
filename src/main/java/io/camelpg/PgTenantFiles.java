package io.camelpg;

import io.camelpg.connection.Secret;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * Clients as directories of secret files, as Kubernetes mounts them: {@code <directory>/<client>/username} and so on, or
 * {@code <directory>/<client>/<service>/username} where a client has several: {@code host}, {@code port}, {@code database},
 * {@code schema}, {@code username}, {@code password}; a file {@code disabled} stops the client. Read for each lookup, all
 * files from the same state of the mount. Thread-safe once it is configured.
 */
@UriParams
@Configurer
public class PgTenantFiles implements PgTenantRegistry {
    /** A single name in a directory, and no hidden one. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]*");

    private static final List<String> FIELDS = List.of("host", "port", "database", "schema", "username", "password");
    private static final int MOST_BYTES = 65_536;

    @UriParam(description = "The directory that has a directory for each client")
    private @Nullable String directory;

    @Override
    public PgTenantAnswer find(String client, String service) {
        String root = directory;
        if (root == null) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "directory of the registry is not set");
        }
        Path all = Path.of(root);
        if (!Files.isDirectory(all)) {
            throw new PgException(PgErrorCode.NO_SUCH_RESOURCE, "the directory of clients is not there");
        }
        Path general = all.resolve(client);
        if (!NAME.matcher(client).matches() || !Files.isDirectory(general)) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        }
        Path own = general.resolve(service);
        boolean several = NAME.matcher(service).matches() && Files.isDirectory(own);
        Path current = current(several ? own : general);
        if (Files.exists(current.resolve("disabled")) || Files.exists(general.resolve("disabled"))) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.DISABLED);
        }
        if (!several && FIELDS.stream().noneMatch(field -> Files.isRegularFile(current.resolve(field)))) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_SERVICE);
        }
        String username = read(current, "username");
        String password = read(current, "password");
        if (username == null || username.isBlank() || password == null) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_CREDENTIALS);
        }
        return PgTenantAnswer.found(new PgTenantConnection(
                read(current, "host"),
                TenantPort.parse(client, read(current, "port")),
                read(current, "database"),
                read(current, "schema"),
                username,
                Secret.of(password)));
    }

    /** Kubernetes changes the target of this link for all files at once. */
    private static Path current(Path directory) {
        Path data = directory.resolve("..data");
        try {
            return Files.isDirectory(data) ? data.toRealPath() : directory;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Without the line's end that an editor leaves. */
    private static @Nullable String read(Path directory, String field) {
        Path file = directory.resolve(field);
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new PgException(
                        PgErrorCode.NO_SUCH_RESOURCE, "the client's file '" + field + "' has more than 64 kB");
            }
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static PgException unreadable(IOException e) {
        return new PgException(
                PgErrorCode.NO_SUCH_RESOURCE,
                "a file of the client cannot be read: " + e.getClass().getSimpleName());
    }

    public @Nullable String getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable String directory) {
        this.directory = directory;
    }
}
