package io.camelpg.app.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables that the routes keep for themselves, on an empty database. */
class TablesIT {
    private static final String DATABASE = "tables_it";
    private static final String READER = "tables_reader";

    @TempDir
    private Path folder;

    private PGSimpleDataSource database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = source("postgres");
        execute("CREATE DATABASE " + DATABASE);
        database = source(DATABASE);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database = source("postgres");
        execute("DROP DATABASE " + DATABASE);
        execute("DROP ROLE IF EXISTS " + READER);
    }

    @Test
    void createsWhatIsMissingAndLeavesWhatIsThere() throws Exception {
        Files.writeString(folder.resolve("visits.sql"), "CREATE TABLE visits (id int); CREATE INDEX ON visits (id);");
        new Tables(folder).create(database);
        execute("INSERT INTO visits VALUES (7); INSERT INTO qrtz_locks VALUES ('s', 'l')");
        Files.writeString(folder.resolve("visits.sql"), "DROP TABLE visits");

        new Tables(folder).create(database);

        assertThat(value("SELECT id FROM visits")).isEqualTo("7");
        assertThat(value("SELECT count(*) FROM qrtz_locks")).isEqualTo("1");
        assertThat(value("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'qrtz%'"))
                .isEqualTo("11");
    }

    @Test
    void replicasThatStartTogetherCreateThemOnce() throws Exception {
        Files.writeString(folder.resolve("visits.sql"), "CREATE TABLE visits (id int); INSERT INTO visits VALUES (1)");
        CompletableFuture<?>[] replicas = new CompletableFuture<?>[4];
        for (int i = 0; i < replicas.length; i++) {
            replicas[i] = CompletableFuture.runAsync(() -> {
                try {
                    new Tables(folder).create(database);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CompletableFuture.allOf(replicas).join();

        assertThat(value("SELECT count(*) FROM visits")).isEqualTo("1");
    }

    @Test
    void aUserWhoMayNotCreateNeedsThemToBeThere() throws Exception {
        Files.writeString(folder.resolve("visits.sql"), "CREATE TABLE visits (id int)");
        execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE " + READER + " LOGIN");
        PGSimpleDataSource reader = source(DATABASE);
        reader.setUser(READER);

        assertThatThrownBy(() -> new Tables(folder).create(reader))
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("Table qrtz_locks is not there and could not be created: ")
                .hasMessageContaining("permission denied")
                .hasMessageEndingWith("Run org/quartz/impl/jdbcjobstore/tables_postgres.sql in the jar of Quartz"
                        + " as a user who may");

        new Tables(folder).create(database);
        new Tables(folder).create(reader);
        assertThat(value("SELECT to_regclass('visits')")).isEqualTo("visits");
    }

    @Test
    void nothingIsKeptWhereOneCannotBeCreated() throws Exception {
        Files.writeString(folder.resolve("visits.sql"), "CREATE TABLE visits (id nonsense)");

        assertThatThrownBy(() -> new Tables(folder).create(database))
                .hasMessageContaining("Table visits is not there")
                .hasMessageContaining("nonsense");

        assertThat(value("SELECT to_regclass('qrtz_locks') IS NULL")).isEqualTo("t");
    }

    @Test
    void aConnectionThatIsCutMeanwhileIsNoReasonToGiveUp() throws Exception {
        Files.writeString(folder.resolve("visits.sql"), "CREATE TABLE visits (id int)");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // in the way of the first table
            statement.execute("CREATE TABLE qrtz_job_details (id int)");
            CompletableFuture<Throwable> created = CompletableFuture.supplyAsync(() -> {
                try {
                    new Tables(folder).create(database);
                    return new AssertionError("created");
                } catch (Exception e) {
                    return e;
                }
            });
            Await.until("it waits", () -> "t".equals(TestPostgres.scalar("postgres", terminated())));

            assertThat(created.join())
                    .isInstanceOf(SQLTransientException.class)
                    .hasMessageStartingWith("PG-")
                    .hasMessageContaining("terminating connection");
            other.rollback();
        }
        new Tables(folder).create(database);
        assertThat(value("SELECT to_regclass('visits')")).isEqualTo("visits");
    }

    private static String terminated() {
        return "SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + DATABASE
                + "' AND wait_event_type = 'Lock'";
    }

    private static PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {TestPostgres.port()});
        source.setDatabaseName(database);
        source.setUser("postgres");
        return source;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
