package io.camelpg.bench;

import io.camelpg.bench.Answers.BytesRead;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;

/** The limit: what a careful person writes by hand in a Camel processor, with the driver and a pool, for one table. */
final class RawPgjdbc {
    private RawPgjdbc() {}

    private interface Reader {
        Object read(ResultSet rows) throws SQLException;
    }

    /** Reads each column with its own getter into maps. */
    static CamelRoute maps(BenchServer server, String sql) {
        return route("raw pgjdbc → maps", "Camel processor, typed getters", server, sql, RawPgjdbc::readMaps);
    }

    /** Reads each column's bytes and makes nothing of them: less than any contender that answers has to do. */
    static CamelRoute bytes(BenchServer server, String sql) {
        return route("raw pgjdbc → bytes", "Camel processor, getBytes only", server, sql, RawPgjdbc::readBytes);
    }

    private static CamelRoute route(String name, String how, BenchServer server, String sql, Reader reader) {
        return new CamelRoute(
                name,
                how + ": " + sql,
                CamelRoute.pool(server),
                route -> route.process(exchange -> process(exchange, sql, reader)));
    }

    private static void process(Exchange exchange, String sql, Reader reader) throws SQLException {
        long key = (Long) exchange.getMessage().getHeader(CamelRoute.KEY);
        DataSource pool = exchange.getContext().getRegistry().lookupByNameAndType("ds", DataSource.class);
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                exchange.getMessage().setBody(reader.read(rows));
            }
        }
    }

    private static List<Map<String, Object>> readMaps(ResultSet rows) throws SQLException {
        List<Map<String, Object>> list = new ArrayList<>();
        while (rows.next()) {
            long id = rows.getLong(1);
            String name = rows.getString(2);
            BigDecimal price = rows.getBigDecimal(3);
            OffsetDateTime createdAt = rows.getObject(4, OffsetDateTime.class);
            boolean active = rows.getBoolean(5);
            Map<String, Object> row = new HashMap<>(8);
            row.put("id", id);
            row.put("name", name);
            row.put("price", price);
            row.put("created_at", createdAt);
            row.put("active", active);
            list.add(row);
        }
        return list;
    }

    private static BytesRead readBytes(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        int count = 0;
        long bytes = 0;
        while (rows.next()) {
            count++;
            for (int column = 1; column <= columns; column++) {
                bytes += rows.getBytes(column).length;
            }
        }
        return new BytesRead(count, bytes);
    }
}
