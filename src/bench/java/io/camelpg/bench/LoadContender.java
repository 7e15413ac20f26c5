package io.camelpg.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills an empty table of its own. */
abstract class LoadContender implements BulkContender {
    private final String name;
    private final String how;
    private final String table;
    private BenchServer server;

    /** @param table made by {@link #start} */
    LoadContender(String name, String how, String table) {
        this.name = name;
        this.how = how;
        this.table = table;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String how() {
        return how;
    }

    final String table() {
        return table;
    }

    final BenchServer server() {
        return server;
    }

    @Override
    public void start(BenchServer on) throws Exception {
        server = on;
        execute("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table + " " + BulkRows.COLUMNS);
        open();
    }

    abstract void open() throws Exception;

    /** Also written out, so that nobody pays for the one before. */
    @Override
    public void prepare() throws SQLException {
        execute("TRUNCATE " + table);
        execute("CHECKPOINT");
    }

    @Override
    public void verify(int rows) throws Exception {
        String sums = "SELECT count(*) || ' ' || sum(id) || ' ' || sum(price) || ' ' || count(note) || ' '"
                + " || max(created_at) || ' ' || sum(weight) || ' ' || max(attributes ->> 'k') FROM ";
        String there = scalar(sums + table);
        String expected = scalar(sums + "(" + BulkRows.select(rows) + ") expected");
        if (!there.equals(expected)) {
            throw new WrongAnswer(name + " has " + there + " instead of " + expected);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String scalar(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
