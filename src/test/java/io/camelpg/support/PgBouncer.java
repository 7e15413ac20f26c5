package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PgBouncer in front of a server, where the machine has one. */
public final class PgBouncer implements AutoCloseable {
    private static final String[] PLACES = {"/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"};

    private final Process process;
    private final Path directory;
    private final int port;

    private PgBouncer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Stream.of(PLACES).anyMatch(place -> Files.isExecutable(Path.of(place)));
    }

    /** @param servers how many sessions of the server all clients share */
    public static PgBouncer before(int serverPort, int servers) {
        return before(serverPort, servers, "pool_mode = transaction");
    }

    /**
     * One in a mode of the test's own.
     *
     * @param settings further lines of its configuration, with its mode
     */
    public static PgBouncer before(int serverPort, int servers, String settings) {
        try {
            Path directory = Files.createTempDirectory("pgbouncer");
            int port = freePort();
            Path users = Files.writeString(directory.resolve("users.txt"), "\"postgres\" \"\"\n");
            Path configuration = Files.writeString(
                    directory.resolve("pgbouncer.ini"),
                    """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    default_pool_size = %d
                    logfile = %s
                    %s
                    """
                            .formatted(serverPort, port, users, servers, directory.resolve("log"), settings));
            List<String> command = new ArrayList<>();
            command.add(Stream.of(PLACES)
                    .filter(place -> Files.isExecutable(Path.of(place)))
                    .findFirst()
                    .orElseThrow());
            if ("root".equals(System.getProperty("user.name"))) {
                // it refuses to run as root
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
                command.addAll(List.of("-u", "nobody"));
            }
            command.add(configuration.toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            PgBouncer bouncer = new PgBouncer(process, directory, port);
            Await.until("PgBouncer accepts connections", bouncer::accepts);
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
