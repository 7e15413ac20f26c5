package io.camelpg.app.table;

import io.camelpg.error.PgException;
import io.camelpg.error.SqlStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the tables that the routes keep for themselves, where they are not there: for each file of a folder, the table of
 * that name by running the file. What is there is never touched, so a user without the right to create tables can run the
 * application once somebody has run the files.
 */
public final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    /** Two replicas starting together create them one after the other; any number that is always the same. */
    private static final long LOCK = 0x63616d656c5047L;

    /** From the catalog, not with to_regclass, whose cache does not see what was committed while we waited for the lock. */
    private static final String MISSING =
            """
            SELECT NOT EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = ? AND n.nspname = ANY (current_schemas(false)))""";

    private final List<TableScript> scripts;

    /**
     * @param folder may be missing
     * @throws IOException where it cannot be read
     */
    public Tables(Path folder) throws IOException {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            scripts = Stream.concat(
                            Stream.of(TableScript.ofQuartz()),
                            files.filter(file -> file.toString().endsWith(".sql"))
                                    .sorted()
                                    .map(TableScript::of))
                    .toList();
        }
    }

    /**
     * Creates what is missing, all or nothing.
     *
     * @throws SQLTransientException where the database cannot be reached, or goes away meanwhile; later it may work
     * @throws SQLException where it does not let us; the message then names the table
     */
    public void create(DataSource database) throws SQLException {
        try {
            createMissing(database);
        } catch (SQLException e) {
            PgException failure = SqlStates.translate(e);
            throw failure.retryable() ? new SQLTransientException(failure.getMessage(), failure.sqlState(), e) : e;
        }
    }

    private void createMissing(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            List<TableScript> missing = missing(connection);
            if (!missing.isEmpty()) {
                lock(connection);
                for (TableScript script : missing(connection)) {
                    run(connection, script);
                    LOG.info("Created table {}", script.table());
                }
            }
            connection.commit();
        }
    }

    private List<TableScript> missing(Connection connection) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement(MISSING)) {
            List<TableScript> missing = new ArrayList<>();
            for (TableScript script : scripts) {
                exists.setString(1, script.table());
                try (ResultSet rows = exists.executeQuery()) {
                    rows.next();
                    if (rows.getBoolean(1)) {
                        missing.add(script);
                    }
                }
            }
            return missing;
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    private static void run(Connection connection, TableScript script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : script.statements()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "Table " + script.table() + " is not there and could not be created: " + e.getMessage() + ". Run "
                            + script.source() + " as a user who may",
                    e.getSQLState(),
                    e);
        }
    }
}
