package io.camelpg.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The application in a process of its own, as users run it: environment variables in, log and HTTP out. */
final class ForkedApplication implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> log = new ArrayList<>();
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Process process;
    private final int httpPort;
    private final int managementPort;

    /**
     * @param directory gets {@code reports} and {@code temporary}, the process's directory for temporary files
     * @param environment beside the ports, which are free ones where it does not name them
     */
    ForkedApplication(Path directory, Map<String, String> environment) throws IOException {
        this(directory, environment, List.of());
    }

    /**
     * As a terminal's foreground job: in a process group of its own, to which Ctrl-C sends SIGINT, whatever this process
     * does with that. Needs setsid and coreutils' env, so Linux.
     */
    static ForkedApplication inTerminal(Path directory, Map<String, String> environment) throws IOException {
        return new ForkedApplication(directory, environment, List.of("setsid", "env", "--default-signal=INT"));
    }

    private ForkedApplication(Path directory, Map<String, String> environment, List<String> launchedBy)
            throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("temporary"));
        // camel:run's class loader, not the JVM's: the way of the README, and the harder one
        Path launcher = directory.resolve("launcher");
        String launcherClass = CamelRun.class.getName().replace('.', '/') + ".class";
        Path launcherFile = launcher.resolve(launcherClass);
        Files.createDirectories(launcherFile.getParent());
        try (InputStream compiled = Objects.requireNonNull(CamelRun.class.getResourceAsStream("/" + launcherClass))) {
            Files.copy(compiled, launcherFile, StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                "-XX:+UseSerialGC",
                // starts faster, and none of these processes gets old
                "-XX:TieredStopAtLevel=1",
                "-cp",
                launcher.toString(),
                "-D" + CamelRun.CLASS_PATH + "=" + System.getProperty("java.class.path"),
                // the tests' own logback-test.xml would be taken before the application's
                "-Dlogback.configurationFile=io/camelpg/app/log/logback-app.xml",
                CamelRun.class.getName());
        builder.command().addAll(0, launchedBy);
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeIf(ForkedApplication::names);
        builder.environment()
                .put("REPORT_DIRECTORY", directory.resolve("reports").toString());
        builder.environment().put("MAIL_DIRECTORY", directory.resolve("mail").toString());
        builder.environment().put("HTTP_PORT", Integer.toString(freePort()));
        builder.environment().put("MANAGEMENT_PORT", Integer.toString(freePort()));
        builder.environment().putAll(environment);
        httpPort = Integer.parseInt(builder.environment().get("HTTP_PORT"));
        managementPort = Integer.parseInt(builder.environment().get("MANAGEMENT_PORT"));
        process = builder.start();
        Thread reader = new Thread(this::readLog, "application-log");
        reader.setDaemon(true);
        reader.start();
    }

    private static boolean names(String variable) {
        return variable.startsWith("POSTGRES_")
                || variable.startsWith("KAFKA_")
                || variable.startsWith("SMTP_")
                || variable.startsWith("CRM_")
                || variable.startsWith("REPORT_")
                || variable.startsWith("METRICS_")
                || variable.startsWith("ARCHIVE_")
                || variable.startsWith("EXTRACT_")
                || variable.startsWith("EMBEDDED_")
                || variable.startsWith("SHUTDOWN_")
                || variable.equals("PAGE")
                || variable.equals("ROUTES");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (log) {
                    log.add(line);
                    log.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            running.complete(null);
            synchronized (log) {
                log.notifyAll();
            }
        }
    }

    /** Waits for a line of the log with this text, and returns it. */
    String awaitLog(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (log) {
            while (true) {
                for (String line : log) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (running.isDone() || left <= 0) {
                    throw new AssertionError("no '" + text + "' in the log:\n" + String.join("\n", log));
                }
                log.wait(left);
            }
        }
    }

    String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(httpPort, path);
    }

    HttpResponse<String> getManagement(String path) throws IOException, InterruptedException {
        return get(managementPort, path);
    }

    int httpPort() {
        return httpPort;
    }

    int managementPort() {
        return managementPort;
    }

    /** Any request. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** SIGTERM, as Ctrl-C and a container's stop; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Ctrl-C: SIGINT for the application and all that it has started; returns the exit code. */
    int interruptGroup() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
        return exitCode();
    }

    /** SIGKILL: the process has no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** A signal by its name, such as STOP and CONT, with which a process stands still and goes on. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the application did not end:\n" + log());
        }
        running.join();
        return process.exitValue();
    }

    /** What a test leaves running ends the way users end it, so that no server stays behind. */
    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            terminate();
        }
    }
}
