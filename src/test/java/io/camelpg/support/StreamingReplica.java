package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * A hot standby of another server of the tests: a copy of its files, made by PostgreSQL's backup functions ("Making a Base
 * Backup Using the Low Level API" in its documentation), that streams what follows. It can be stopped, crash, come again,
 * and be promoted; then it is a primary that others can be replicas of. All of them trust everybody on loopback.
 */
public final class StreamingReplica implements AutoCloseable {
    /** What {@code synchronous_standby_names} of its primary calls it. */
    public static final String NAME = "replica";

    private static final Set<String> NOT_COPIED =
            Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "restart.log", "replica.log");

    private final PgCtl control;
    private final int port;

    private StreamingReplica(PgCtl control, int port) {
        this.control = control;
        this.port = port;
    }

    /** Of a running server, on a port of its own. */
    public static StreamingReplica of(OwnPostgres primary) {
        return of(primary.control(), primary.port(), freePort());
    }

    /** Of a promoted one, such as a former primary that comes back at its place as a standby. */
    public static StreamingReplica of(StreamingReplica primary, int port) {
        return of(primary.control, primary.port, port);
    }

    private static StreamingReplica of(PgCtl primary, int primaryPort, int port) {
        try {
            Path data = Files.createTempDirectory("replica-postgres").resolve("data");
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            backUp(primary.data(), primaryPort, data);
            configure(data, port, primaryPort);
            StreamingReplica replica = new StreamingReplica(new PgCtl(primary.binaries(), data), port);
            replica.control.run("start", "-w", "-l", data.resolve("replica.log").toString());
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void backUp(Path from, int port, Path to) throws IOException {
        try (Connection connection = new LoopbackSql(port).connect();
                Statement statement = connection.createStatement()) {
            boolean renamed = connection.getMetaData().getDatabaseMajorVersion() >= 15;
            statement.execute(
                    renamed
                            ? "SELECT pg_backup_start('replica', true)"
                            : "SELECT pg_start_backup('replica', true, false)");
            copy(from, to);
            try (ResultSet label = statement.executeQuery(
                    renamed
                            ? "SELECT labelfile FROM pg_backup_stop(false)"
                            : "SELECT labelfile FROM pg_stop_backup(false, false)")) {
                label.next();
                Files.writeString(to.resolve("backup_label"), label.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without WAL, which is streamed. Files may go while it copies. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path there = to.resolve(from.relativize(directory));
                if (!Files.exists(there)) {
                    Files.createDirectory(there);
                }
                return directory.endsWith("pg_wal") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException e) {
                        // The server removed it, and the WAL will say so.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void configure(Path data, int port, int primaryPort) throws IOException {
        // A standby may not have fewer of these than its primary, whose own come from its command line.
        String connections = new LoopbackSql(primaryPort).scalar("SHOW max_connections");
        Files.write(
                data.resolve("postgresql.auto.conf"),
                List.of(
                        "port = " + port,
                        "listen_addresses = 'localhost'",
                        "unix_socket_directories = ''",
                        "fsync = off",
                        "hot_standby = on",
                        "max_connections = " + connections,
                        "primary_conninfo = 'host=localhost port=" + primaryPort + " user=postgres application_name="
                                + NAME + "'"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.createFile(data.resolve("standby.signal"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Stops it in order. */
    public void stop() {
        control.stop();
    }

    /** Stops it as a crash would. */
    public void crash() {
        control.crash();
    }

    /** Starts it again, and waits until it accepts connections. */
    public void startAgain() {
        control.startAgain();
    }

    /** Makes it a primary, and waits until it is one. */
    public void promote() {
        scalar("SELECT pg_promote(true, 60)");
    }

    /** Waits until everything that is committed on that server is to be seen here. */
    public void awaitCaughtUp(OwnPostgres primary) {
        // What was written is not all that was committed: the tests' servers commit asynchronously.
        String position = primary.scalar("SELECT pg_current_wal_insert_lsn()");
        Await.until("the replica has caught up", () -> scalar("SELECT pg_last_wal_replay_lsn() >= '" + position + "'")
                .equals("t"));
    }

    /** Runs one statement. */
    public void execute(String sql) {
        new LoopbackSql(port).run(List.of(sql));
    }

    /** The single value of a query, as text. */
    public String scalar(String sql) {
        return new LoopbackSql(port).scalar(sql);
    }

    @Override
    public void close() {
        if (Files.exists(control.data().resolve("postmaster.pid"))) {
            control.crash();
        }
        try {
            Files.walkFileTree(control.data().getParent(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
