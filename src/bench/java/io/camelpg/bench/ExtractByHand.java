package io.camelpg.bench;

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/** The driver by hand, on one connection. */
abstract class ExtractByHand extends ExtractContender {
    private static final int FETCH = 10_000;
    private Connection connection;

    private ExtractByHand(String name, String how) {
        super(name, how);
    }

    @Override
    public void start(BenchServer server) throws Exception {
        connection = DriverManager.getConnection(server.jdbcUrl());
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    /** Bytes that nobody looks at. */
    static ExtractByHand copy(String format) {
        return new ExtractByHand("COPY " + format + " to nowhere", "CopyManager.copyOut, FORMAT " + format) {
            @Override
            public long move(int rows) throws Exception {
                return super.connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "COPY " + TABLE + " TO STDOUT (FORMAT " + format + ")",
                                OutputStream.nullOutputStream());
            }
        };
    }

    /** The limit of maps. */
    static ExtractByHand maps() {
        return new ExtractByHand(
                "raw cursor, getObject into maps", "server-prepared, fetchSize " + FETCH + ", a LinkedHashMap a row") {
            private PreparedStatement select;

            @Override
            public void start(BenchServer server) throws Exception {
                super.start(server);
                super.connection.setAutoCommit(false);
                select = super.connection.prepareStatement("SELECT * FROM " + TABLE);
                select.setFetchSize(FETCH);
                select.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(1);
            }

            @Override
            public long move(int rows) throws Exception {
                long count = 0;
                try (ResultSet result = select.executeQuery()) {
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>(18);
                        for (int i = 0; i < BulkRows.NAMES.size(); i++) {
                            row.put(BulkRows.NAMES.get(i), result.getObject(i + 1));
                        }
                        count += row.size() == BulkRows.NAMES.size() ? 1 : 0;
                    }
                }
                super.connection.commit();
                return count;
            }
        };
    }
}
