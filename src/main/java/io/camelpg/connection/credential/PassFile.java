package io.camelpg.connection.credential;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A password file as psql reads it: {@code hostname:port:database:username:password} on each line, {@code *} fits
 * anything, {@code \:} and {@code \\} are a colon and a backslash, and the first line that fits counts (PostgreSQL's
 * documentation of libpq, "The Password File"). One that others than its owner may read is not used. Thread-safe.
 */
public final class PassFile {
    private static final Logger LOG = LoggerFactory.getLogger(PassFile.class);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** What a line has to fit. */
    public record Target(String host, int port, String database) {}

    private final Path file;
    private final boolean required;
    private final AtomicBoolean warned = new AtomicBoolean();

    private PassFile(Path file, boolean required) {
        this.file = file;
        this.required = required;
    }

    /** The one that the configuration names: it has to be there. */
    public static PassFile named(Path file) {
        return new PassFile(file, true);
    }

    /** Where psql looks by itself: PGPASSFILE, else {@code ~/.pgpass}; it need not be there. */
    public static PassFile usual(Map<String, String> environment, Path home) {
        String named = environment.get("PGPASSFILE");
        if (named != null && !named.isEmpty()) {
            return new PassFile(Path.of(named), false);
        }
        String roaming = environment.get("APPDATA");
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return new PassFile(
                windows && roaming != null ? Path.of(roaming, "postgresql", "pgpass.conf") : home.resolve(".pgpass"),
                false);
    }

    /** Whether the file is there now. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * The password of the first line that fits; null where there is none.
     *
     * @throws PgException PG-015 if a file that has to be there cannot be read, or may be read by others
     */
    @Nullable
    String password(Target target, String username) {
        List<String> lines;
        try {
            if (!isPrivate()) {
                return refused("is not used: others than its owner have access to it; chmod 0600 helps");
            }
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return required ? refused("does not exist") : null;
        } catch (IOException e) {
            return refused("cannot be read: " + e.getClass().getSimpleName());
        }
        List<String> wanted = List.of(target.host(), String.valueOf(target.port()), target.database(), username);
        for (String line : lines) {
            List<String> fields = line.startsWith("#") ? List.of() : fields(line);
            if (fields.size() > wanted.size() && fits(fields, wanted)) {
                return fields.get(wanted.size());
            }
        }
        return null;
    }

    private boolean isPrivate() throws IOException {
        if (!Files.isRegularFile(file)) {
            return !Files.exists(file);
        }
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return true;
        }
        return Files.getPosixFilePermissions(file).stream().noneMatch(OTHERS::contains);
    }

    private @Nullable String refused(String why) {
        String detail = "password file " + file + " " + why;
        if (required) {
            throw new PgException(PgErrorCode.CREDENTIALS_UNAVAILABLE, detail);
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("{}", detail);
        }
        return null;
    }

    /** A field that is only an asterisk fits anything; an escaped one is an asterisk. */
    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !unescaped(fields.get(i)).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Five at most: the fifth, the password, ends at a colon too, and comes unescaped. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= line.length() && fields.size() < 5; i++) {
            if (i == line.length() || line.charAt(i) == ':') {
                String field = line.substring(from, i);
                fields.add(fields.size() == 4 ? unescaped(field) : field);
                from = i + 1;
            } else if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
        }
        return fields;
    }

    private static String unescaped(String field) {
        return field.replaceAll("(?s)\\\\(.)", "$1");
    }

    @Override
    public String toString() {
        return "password file " + file;
    }
}
