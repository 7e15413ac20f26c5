package io.camelpg.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Known to be bad: the driver and a pool, used as one does who does not know their traps. */
final class RawJdbcClient implements Client {
    private final HikariDataSource pool;

    RawJdbcClient(Scene scene) {
        this(pool(scene));
    }

    RawJdbcClient(HikariDataSource pool) {
        this.pool = pool;
    }

    static HikariDataSource pool(Scene scene) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + scene.proxy().port() + "/" + Scene.DATABASE);
        config.setUsername(Scene.USER);
        config.setMaximumPoolSize(PgClient.CONNECTIONS);
        return new HikariDataSource(config);
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void autocommitted(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            work.on(connection);
        }
    }

    private void transaction(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    private static void insert(Connection connection, long id, int parts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO entry (id, part) VALUES (?, ?)")) {
            for (int part = 0; part < parts; part++) {
                insert.setLong(1, id);
                insert.setInt(2, part);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String name() {
        return "raw JDBC";
    }

    @Override
    public Workload insert() {
        return new Workload("insert", 1, id -> autocommitted(connection -> insert(connection, id, 1)));
    }

    @Override
    public Workload swallowing() {
        String insert = "INSERT INTO entry (id, part) VALUES (%d, %d)";
        return new Workload(
                "error swallowed",
                2,
                id -> transaction(connection -> {
                    execute(connection, insert.formatted(id, 0));
                    try {
                        execute(connection, insert.formatted(id, 1));
                    } catch (SQLException e) {
                        // Thought to be of no importance.
                    }
                }));
    }

    @Override
    public Workload bigBatch() {
        return new Workload("batch", MANY, id -> autocommitted(connection -> insert(connection, id, MANY)));
    }

    @Override
    public void begin() throws SQLException {
        autocommitted(connection -> execute(connection, "BEGIN"));
    }

    @Override
    public void archive() throws SQLException {
        transaction(connection -> {
            execute(connection, "INSERT INTO archive SELECT * FROM entry");
            execute(connection, "DELETE FROM entry");
        });
    }

    /** Without an answer of the server, nobody knows. */
    @Override
    public Answer answer(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return state != null && state.startsWith("08") ? Answer.UNKNOWN : Answer.NOT_DONE;
    }

    @Override
    public boolean knows(Throwable failure) {
        return true;
    }

    @Override
    public int leased() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public int open() {
        return pool.getHikariPoolMXBean().getTotalConnections();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void close() {
        pool.close();
    }
}
