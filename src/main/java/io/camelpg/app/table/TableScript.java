package io.camelpg.app.table;

import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quartz.Scheduler;

/**
 * The statements that create a table.
 *
 * @param table its name; where the script creates several, the last one
 * @param source where the script is, for people
 */
record TableScript(String table, String source, List<String> statements) {
    /** Within Quartz's own jar. */
    private static final String QUARTZ = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    /** A file is named after its table. */
    static TableScript of(Path file) {
        try {
            String name = file.getFileName().toString();
            String table = name.substring(0, name.length() - ".sql".length());
            return new TableScript(table, file.toString(), split(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Quartz's script starts by dropping its tables, and ends with a commit: neither is for us. */
    static TableScript ofQuartz() {
        try (InputStream script = Scheduler.class.getResourceAsStream(QUARTZ)) {
            if (script == null) {
                throw new IllegalStateException("The Quartz on the class path has no " + QUARTZ);
            }
            List<String> statements = split(new String(script.readAllBytes(), StandardCharsets.UTF_8)).stream()
                    .filter(sql -> sql.startsWith("CREATE "))
                    .toList();
            return new TableScript("qrtz_locks", QUARTZ.substring(1) + " in the jar of Quartz", statements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> split(String script) {
        return SqlScript.parse(script).statements().stream()
                .map(SqlTemplate::text)
                .map(String::strip)
                .toList();
    }
}
