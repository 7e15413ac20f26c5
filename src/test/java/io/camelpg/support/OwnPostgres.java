package io.camelpg.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server of a test's own, which it may configure, stop and start again on the same port. */
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;
    private final Path binaries;

    private OwnPostgres(UnaryOperator<EmbeddedPostgres.Builder> settings) throws IOException {
        data = Files.createTempDirectory("own-postgres").resolve("data");
        server = settings.apply(
                        EmbeddedPostgres.builder().setDataDirectory(data).setServerConfig("fsync", "off"))
                .start();
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        binaries = Path.of(ProcessHandle.of(postmaster)
                        .flatMap(process -> process.info().command())
                        .orElseThrow())
                .getParent();
    }

    public static OwnPostgres started(UnaryOperator<EmbeddedPostgres.Builder> settings) {
        try {
            return new OwnPostgres(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Where its files are. */
    public Path data() {
        return data;
    }

    /** Stops it in order: backends are told to go, and roll back. */
    public void stop() {
        pgCtl("stop", "-m", "fast");
    }

    /** Stops it as a crash would: every backend dies at once, and nothing is put in order. */
    public void crash() {
        pgCtl("stop", "-m", "immediate");
    }

    /** Starts it again with the options it had, and waits until it accepts connections. */
    public void startAgain() {
        pgCtl("restart", "-w", "-l", data.resolve("restart.log").toString());
    }

    private void pgCtl(String... command) {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root: a user namespace of its own, as the embedded server does it.
            line.addAll(List.of("unshare", "-U"));
        }
        line.addAll(List.of(binaries.resolve("pg_ctl").toString(), "-D", data.toString()));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", line) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Replaces pg_hba.conf and makes the server read it. */
    public void authentication(String... lines) {
        try {
            Files.write(data.resolve("pg_hba.conf"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("SELECT pg_reload_conf()");
    }

    /** Runs one statement, which may have semicolons. */
    public void function(String sql) {
        run(List.of(sql));
    }

    /** Runs statements separated by semicolons, each committed. */
    public void execute(String sql) {
        run(List.of(sql.split(";")));
    }

    /** The single value of a query, as text. */
    public String scalar(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port() + "/postgres?sslmode=disable", "postgres", "");
    }

    private void run(List<String> sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join(";", sql), e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(data.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
