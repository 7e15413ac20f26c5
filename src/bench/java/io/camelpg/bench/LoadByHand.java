package io.camelpg.bench;

import de.bytefish.pgbulkinsert.PgBulkInsert;
import de.bytefish.pgbulkinsert.mapping.AbstractMapping;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/** Without Camel: psql, the driver, a library for COPY. */
final class LoadByHand {
    private LoadByHand() {}

    /** A process of its own, which reads the file. */
    static LoadContender psql(Path csv) {
        return new LoadContender("psql \\copy, CSV", "\\copy … FROM file (FORMAT csv)", "w6_psql") {
            @Override
            void open() throws Exception {
                try {
                    new ProcessBuilder("psql", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                } catch (java.io.IOException e) {
                    throw new Contender.NotHere("there is no psql");
                }
            }

            @Override
            public long move(int rows) throws Exception {
                int status = new ProcessBuilder(
                                "psql",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(server().port()),
                                "-U",
                                BenchServer.USER,
                                "-d",
                                BenchServer.DATABASE,
                                "-qXc",
                                "\\copy " + table() + " FROM '" + csv + "' (FORMAT csv, HEADER)")
                        .inheritIO()
                        .start()
                        .waitFor();
                return status == 0 ? rows : -1;
            }

            @Override
            public void close() {}
        };
    }

    private abstract static class OnConnection extends LoadContender {
        private Connection connection;

        OnConnection(String name, String how, String table) {
            super(name, how, table);
        }

        @Override
        void open() throws Exception {
            connection = DriverManager.getConnection(server().jdbcUrl());
        }

        final PGConnection driver() throws Exception {
            return connection.unwrap(PGConnection.class);
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    static LoadContender copyManager(Path csv) {
        return new OnConnection("raw CopyManager, CSV", "CopyManager.copyIn of the file, 64 KiB at a time", "w6_copy") {
            @Override
            public long move(int rows) throws Exception {
                try (InputStream file = Files.newInputStream(csv)) {
                    return driver().getCopyAPI()
                            .copyIn("COPY " + table() + " FROM STDIN (FORMAT csv, HEADER)", file, 1 << 16);
                }
            }
        };
    }

    static LoadContender pgBulkInsert() {
        return new OnConnection(
                "PgBulkInsert, maps", "AbstractMapping with nine columns, saveAll of a stream", "w6_bulk") {
            @Override
            public long move(int rows) throws Exception {
                new PgBulkInsert<>(new ItemMapping(table()))
                        .saveAll(driver(), IntStream.rangeClosed(1, rows).mapToObj(BulkRows::row));
                return rows;
            }
        };
    }

    private static final class ItemMapping extends AbstractMapping<Map<String, Object>> {
        ItemMapping(String table) {
            super("public", table);
            mapLong("id", row -> (Long) row.get("id"));
            mapInteger("quantity", row -> (Integer) row.get("quantity"));
            mapNumeric("price", row -> (BigDecimal) row.get("price"));
            mapText("name", row -> (String) row.get("name"));
            mapTimeStampTz("created_at", row -> ((OffsetDateTime) row.get("created_at")).toZonedDateTime());
            mapText("note", row -> (String) row.get("note"));
            mapBoolean("active", row -> (Boolean) row.get("active"));
            mapDouble("weight", row -> (Double) row.get("weight"));
            mapJsonb("attributes", row -> (String) row.get("attributes"));
        }
    }
}
