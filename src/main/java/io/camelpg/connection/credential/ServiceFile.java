package io.camelpg.connection.credential;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection service file as libpq has it: a section {@code [name]} of {@code key=value} lines (PostgreSQL's
 * documentation of libpq, "The Connection Service File").
 */
public final class ServiceFile {
    private ServiceFile() {}

    /**
     * What the service's section says, in its order. Looked for in PGSERVICEFILE, else {@code ~/.pg_service.conf}, then in
     * {@code pg_service.conf} in PGSYSCONFDIR.
     *
     * @throws PgException PG-502 if there is no such service, or a line that is none
     */
    public static Map<String, String> read(String service, Map<String, String> environment, Path home) {
        List<Path> files = new ArrayList<>();
        String named = environment.get("PGSERVICEFILE");
        files.add(named == null || named.isEmpty() ? home.resolve(".pg_service.conf") : Path.of(named));
        String system = environment.get("PGSYSCONFDIR");
        if (system != null && !system.isEmpty()) {
            files.add(Path.of(system, "pg_service.conf"));
        }
        for (Path file : files) {
            Map<String, String> found = section(file, service);
            if (found != null) {
                return found;
            }
        }
        throw new PgException(
                PgErrorCode.NO_SUCH_RESOURCE,
                "service=" + service + " is not in "
                        + String.join(", ", files.stream().map(Path::toString).toList()),
                null,
                "Add a section [" + service + "] to one of these files, or name another one in PGSERVICEFILE",
                null);
    }

    private static @Nullable Map<String, String> section(Path file, String service) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + e.getClass().getSimpleName());
        }
        Map<String, String> found = null;
        int number = 0;
        for (String raw : lines) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found != null) {
                    return found;
                }
                found = line.equals("[" + service + "]") ? new LinkedHashMap<>() : null;
            } else if (found != null) {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw wrong(file + ", line " + number + ": not key=value");
                }
                // The first one of a key counts, as in libpq.
                found.putIfAbsent(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return found;
    }

    private static PgException wrong(String detail) {
        return new PgException(PgErrorCode.NO_SUCH_RESOURCE, detail);
    }
}
