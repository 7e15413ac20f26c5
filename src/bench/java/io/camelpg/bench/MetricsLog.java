package io.camelpg.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * What the database says of the tables that the contenders log to. Times are those of the transactions' commits, which the
 * server tracks for every row: nobody has to look while the contenders work.
 */
final class MetricsLog implements AutoCloseable {
    /** Of the server: keeps the time of every commit. */
    static final String TRACKING = "track_commit_timestamp";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_NANOS = 100_000_000;

    private final Connection connection;

    MetricsLog(BenchServer server) throws SQLException {
        connection = server.connect();
    }

    /** The table of a contender that brings none: a part of the columns of ours, and as many indexes. */
    void create(String table) throws SQLException {
        execute("CREATE TABLE " + table + " (metric text NOT NULL, latency numeric NOT NULL, status text NOT NULL,"
                + " time timestamptz NOT NULL, logged_at timestamptz NOT NULL DEFAULT now());"
                + " CREATE INDEX ON " + table + " USING brin (logged_at)");
    }

    /** As if nobody had counted yet, and with nothing left to write of what was before. */
    void empty(String tables) throws SQLException {
        execute("TRUNCATE " + tables);
        execute("CHECKPOINT");
    }

    /** Waits until so many rows are there. Until then it looks only whether the table has grown. */
    void await(String table, int rows) throws SQLException {
        Instant deadline = Instant.now().plus(PATIENCE);
        long size = -1;
        while (true) {
            long now = number("SELECT pg_relation_size('" + table + "')");
            if (now == size && now > 0 && count(table) >= rows) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new WrongAnswer(count(table) + " rows in " + table + " after " + PATIENCE + ", not " + rows);
            }
            size = now;
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /**
     * Looks whether every message is there, once, with its value.
     *
     * @param count of the messages in what follows FROM, and the sum of their latencies
     * @throws WrongAnswer if not
     */
    void check(String contender, String count, String sum, String table, MetricsTopic topic) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + count + ", " + sum + " FROM " + table)) {
            row.next();
            BigDecimal found = row.getBigDecimal(2);
            if (row.getLong(1) != topic.records() || found == null || found.compareTo(topic.sum()) != 0) {
                throw new WrongAnswer(contender + ": " + row.getLong(1) + " messages with the sum " + found + " in "
                        + table + ", not " + topic.records() + " with " + topic.sum());
            }
        }
    }

    /** Messages per second from the first commit to the last; those of the first are not counted. */
    double perSecond(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sum(n) - (array_agg(n ORDER BY at))[1],"
                        + " extract(epoch FROM max(at) - min(at)) FROM (SELECT pg_xact_commit_timestamp(xmin) AS at,"
                        + " count(*) AS n FROM " + table + " GROUP BY at) AS commits")) {
            row.next();
            return row.getDouble(1) / row.getDouble(2);
        }
    }

    /** From the time that a message carries to its commit, of the messages sent since; milliseconds. */
    Percentiles latency(String table, Instant since) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY late),"
                        + " 1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY late)"
                        + " FROM (SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin) - time) AS late FROM "
                        + table
                        + " WHERE time >= ?) AS messages")) {
            query.setTimestamp(1, Timestamp.from(since));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Percentiles(row.getDouble(1), row.getDouble(2));
            }
        }
    }

    /** Milliseconds. */
    record Percentiles(double p50, double p99) {}

    private long count(String table) throws SQLException {
        return number("SELECT count(*) FROM " + table);
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
