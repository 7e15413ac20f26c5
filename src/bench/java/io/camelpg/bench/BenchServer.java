package io.camelpg.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.camelpg.support.WireProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** The one PostgreSQL of a run, durable as it comes: fsync and synchronous_commit are on. */
final class BenchServer implements AutoCloseable {
    static final String USER = "postgres";
    static final String DATABASE = "postgres";
    /** The same for every contender that has a pool. */
    static final int POOL_SIZE = 10;

    private final EmbeddedPostgres server;
    private WireProxy network;

    BenchServer() throws IOException {
        this(Map.of());
    }

    /** @param settings of postgresql.conf, beside those of all */
    BenchServer(Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setServerConfig("shared_buffers", "256MB");
        settings.forEach(builder::setServerConfig);
        server = builder.start();
        if (delayMillis() > 0) {
            network = WireProxy.to(server.getPort());
            Duration oneWay = Duration.ofNanos(delayMillis() * 500_000);
            network.delay(oneWay, oneWay);
        }
    }

    /** Where contenders connect to: the server, or a proxy that puts a network between. */
    int port() {
        return network == null ? server.getPort() : network.port();
    }

    /** What the network takes for a round trip, 0 without one. */
    long delayMillis() {
        return Long.getLong("bench.delay", 0);
    }

    String jdbcUrl() {
        return jdbcUrl(port());
    }

    static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=" + USER + "&sslmode=disable";
    }

    /** The pool that every JDBC contender gets, one each. */
    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl());
        config.setMaximumPoolSize(POOL_SIZE);
        return new HikariDataSource(config);
    }

    /** Creates and fills tables, and leaves them vacuumed, analysed and written out. */
    void prepare(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /** For sessions that begin from now on. */
    void synchronousCommit(boolean on) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + DATABASE + " SET synchronous_commit = " + (on ? "on" : "off"));
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    String setting(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        if (network != null) {
            network.close();
        }
        server.close();
    }
}
