package io.camelpg.bench;

import java.io.OutputStream;
import java.nio.channels.Channels;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Calendar;
import java.util.TimeZone;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** The driver by hand, on one connection. */
abstract class ArrowByHand implements ArrowContender {
    private static final int FETCH = 10_000;
    Connection connection;

    @Override
    public void start(BenchServer server) throws Exception {
        connection = DriverManager.getConnection(server.jdbcUrl());
        connection.setAutoCommit(false);
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    /** What comes from the server, as it comes: the limit. */
    static final class CopyBinary extends ArrowByHand {
        @Override
        public String name() {
            return "COPY binary";
        }

        @Override
        public String how() {
            return "CopyManager.copyOut, FORMAT binary";
        }

        @Override
        public boolean arrow() {
            return false;
        }

        @Override
        public void write(OutputStream out) throws Exception {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY " + ArrowBench.TABLE + " TO STDOUT (FORMAT binary)", out);
            connection.commit();
        }
    }

    /** Arrow's own adapter, with its own writer; it has no type for jsonb. */
    static final class ArrowJdbc extends ArrowByHand {
        private PreparedStatement select;

        @Override
        public String name() {
            return "arrow-jdbc";
        }

        @Override
        public String how() {
            return "JdbcToArrow, batches of " + FETCH + ", server-prepared, jsonb as text, ArrowStreamWriter";
        }

        @Override
        public boolean arrow() {
            return true;
        }

        @Override
        public void start(BenchServer server) throws Exception {
            super.start(server);
            select = connection.prepareStatement("SELECT id, quantity, price, name, created_at, note, active, weight,"
                    + " attributes::text FROM " + ArrowBench.TABLE);
            select.setFetchSize(FETCH);
            select.unwrap(PGStatement.class).setPrepareThreshold(1);
        }

        @Override
        public void write(OutputStream out) throws Exception {
            try (BufferAllocator allocator = new RootAllocator();
                    ResultSet rows = select.executeQuery()) {
                JdbcToArrowConfig config = new JdbcToArrowConfigBuilder(
                                allocator, Calendar.getInstance(TimeZone.getTimeZone("UTC")))
                        .setTargetBatchSize(FETCH)
                        .setReuseVectorSchemaRoot(true)
                        .build();
                try (ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(rows, config)) {
                    write(batches, out);
                }
            }
            connection.commit();
        }

        private static void write(ArrowVectorIterator batches, OutputStream out) throws Exception {
            ArrowStreamWriter writer = null;
            while (batches.hasNext()) {
                VectorSchemaRoot root = batches.next();
                if (writer == null) {
                    writer = new ArrowStreamWriter(root, null, Channels.newChannel(out));
                    writer.start();
                }
                writer.writeBatch();
            }
            if (writer != null) {
                writer.end();
                writer.close();
            }
        }
    }
}
