package io.camelpg.bench;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** pgjdbc by hand, on one connection, in the ways one can choose from. */
final class UpsertJdbc implements UpsertContender {
    private static final String CONFLICT =
            " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, price = EXCLUDED.price,"
                    + " created_at = EXCLUDED.created_at, active = EXCLUDED.active";
    private static final String COLUMNS = " (id, name, price, created_at, active)";

    /** How the rows get there. */
    enum Way {
        BATCH("raw batch + rewrite"),
        UNNEST("raw unnest, all in one"),
        COPY("raw COPY to temp"),
        STAGED("from a staging table (limit)");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final Way way;
    private Connection connection;
    private PreparedStatement insert;
    private String table;

    UpsertJdbc(Way way) {
        this.way = way;
    }

    @Override
    public String name() {
        return way.title;
    }

    @Override
    public String how() {
        return switch (way) {
            case BATCH -> "PreparedStatement.addBatch, reWriteBatchedInserts=true, one transaction";
            case UNNEST -> "INSERT … SELECT FROM unnest(?, …) with setArray, autocommit";
            case COPY -> "COPY text into a temp table (ON COMMIT DELETE ROWS), INSERT … SELECT, one transaction";
            case STAGED -> "INSERT … SELECT from an unlogged table filled before; no client work, no transfer";
        };
    }

    @Override
    public void start(int port, String target) throws SQLException {
        table = target;
        connection = DriverManager.getConnection(BenchServer.jdbcUrl(port) + "&reWriteBatchedInserts=true");
        String into = "INSERT INTO " + table + COLUMNS;
        switch (way) {
            case BATCH -> {
                insert = connection.prepareStatement(into + " VALUES (?, ?, ?, ?, ?)" + CONFLICT);
                connection.setAutoCommit(false);
            }
            case UNNEST ->
                insert = connection.prepareStatement(
                        into + " SELECT * FROM unnest(?::int[], ?::text[], ?::numeric[], ?::timestamptz[], ?::bool[])"
                                + CONFLICT);
            case COPY -> {
                execute(
                        "CREATE TEMP TABLE stage_" + table
                                + " (id int, name text, price numeric, created_at timestamptz, active bool) ON COMMIT DELETE ROWS");
                insert = connection.prepareStatement(into + " SELECT * FROM stage_" + table + CONFLICT);
                connection.setAutoCommit(false);
            }
            case STAGED -> {
                execute("CREATE UNLOGGED TABLE stage_" + table
                        + " (id int, name text, price numeric, created_at timestamptz, active bool)");
                insert = connection.prepareStatement(into + " SELECT * FROM stage_" + table + CONFLICT);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void prepare(List<Map<String, Object>> rows) throws Exception {
        if (way == Way.STAGED) {
            execute("TRUNCATE stage_" + table);
            copy(rows);
        }
    }

    private void copy(List<Map<String, Object>> rows) throws Exception {
        StringBuilder text = new StringBuilder(rows.size() * 64);
        for (Map<String, Object> row : rows) {
            text.append(row.get("id"))
                    .append('\t')
                    .append(row.get("name"))
                    .append('\t')
                    .append(row.get("price"));
            text.append('\t')
                    .append(row.get("created_at"))
                    .append('\t')
                    .append(row.get("active"))
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var in = new java.io.ByteArrayInputStream(bytes);
        new CopyManager(connection.unwrap(BaseConnection.class))
                .copyIn("COPY stage_" + table + " FROM STDIN", in, 1 << 16);
    }

    @Override
    public void upsert(List<Map<String, Object>> rows) throws Exception {
        switch (way) {
            case BATCH -> {
                for (Map<String, Object> row : rows) {
                    insert.setInt(1, (Integer) row.get("id"));
                    insert.setString(2, (String) row.get("name"));
                    insert.setBigDecimal(3, (BigDecimal) row.get("price"));
                    insert.setTimestamp(4, (Timestamp) row.get("created_at"));
                    insert.setBoolean(5, (Boolean) row.get("active"));
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            }
            case UNNEST -> {
                array(1, "int4", rows, "id");
                array(2, "text", rows, "name");
                array(3, "numeric", rows, "price");
                array(4, "timestamptz", rows, "created_at");
                array(5, "bool", rows, "active");
                insert.executeUpdate();
            }
            case COPY -> {
                copy(rows);
                insert.executeUpdate();
                connection.commit();
            }
            case STAGED -> insert.executeUpdate();
        }
    }

    private void array(int index, String type, List<Map<String, Object>> rows, String column) throws SQLException {
        Object[] values = rows.stream().map(row -> row.get(column)).toArray();
        Array array = connection.createArrayOf(type, values);
        insert.setArray(index, array);
        array.free();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
