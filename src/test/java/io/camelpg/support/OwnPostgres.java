package io.camelpg.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server of a test's own, which it may configure, stop and start again on the same port. */
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;
    private final PgCtl control;

    private OwnPostgres(UnaryOperator<EmbeddedPostgres.Builder> settings) throws IOException {
        data = Files.createTempDirectory("own-postgres").resolve("data");
        server = settings.apply(
                        EmbeddedPostgres.builder().setDataDirectory(data).setServerConfig("fsync", "off"))
                .start();
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        Path program = Path.of(ProcessHandle.of(postmaster)
                .flatMap(process -> process.info().command())
                .orElseThrow());
        control = new PgCtl(program.getParent(), data);
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
        control.stop();
    }

    /** Stops it as a crash would: every backend dies at once, and nothing is put in order. */
    public void crash() {
        control.crash();
    }

    /** Starts it again with the options it had, and waits until it accepts connections. */
    public void startAgain() {
        control.startAgain();
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
        return sql().scalar(sql);
    }

    private void run(List<String> sql) {
        sql().run(sql);
    }

    private LoopbackSql sql() {
        return new LoopbackSql(port());
    }

    /** The same server's files and programs. */
    PgCtl control() {
        return control;
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
