package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whenever the application is told to stop, nothing of it stays: no server, no directory, no stack trace. */
class StopWhileStartingIT {
    @TempDir
    private Path directory;

    /** What can be seen of how far the start is. */
    enum Moment {
        POSTGRES_IS_WANTED,
        POSTGRES_HAS_A_DIRECTORY,
        POSTGRES_IS_INITIALISED,
        POSTGRES_RUNS,
        KAFKA_IS_WANTED,
        KAFKA_HAS_A_DIRECTORY,
        CAMEL_STARTS,
        TABLES_ARE_CREATED,
        RUNNING
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"POSTGRES_HAS_A_DIRECTORY", "POSTGRES_RUNS", "CAMEL_STARTS"})
    void bySigterm(Moment moment) throws Exception {
        try (ForkedApplication application = new ForkedApplication(directory, Map.of())) {
            await(moment, application);
            assertThat(application.terminate()).isEqualTo(128 + 15);
            assertNothingIsLeft(application);
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void byCtrlC(Moment moment) throws Exception {
        try (ForkedApplication application = ForkedApplication.inTerminal(directory, Map.of())) {
            await(moment, application);
            assertThat(application.interruptGroup()).isEqualTo(128 + 2);
            assertNothingIsLeft(application);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA_BROKERS, localhost:1, answers at KAFKA_BROKERS=localhost:1",
        "POSTGRES_HOST, no-such-host.invalid, to no-such-host.invalid:5432/postgres: host"
    })
    @EnabledOnOs(OS.LINUX)
    void byCtrlCWhileAServerIsAway(String variable, String server, String said) throws Exception {
        try (ForkedApplication application = ForkedApplication.inTerminal(directory, Map.of(variable, server))) {
            application.awaitLog("Stop      Ctrl-C");
            assertThat(application.awaitLog(said)).contains(" WARN ");
            assertThat(application.interruptGroup()).isEqualTo(128 + 2);
            assertNothingIsLeft(application);
            assertThat(application.log().lines().filter(line -> line.contains("NetworkClient")))
                    .isEmpty();
        }
    }

    private void await(Moment moment, ForkedApplication application) throws Exception {
        switch (moment) {
            case POSTGRES_IS_WANTED -> application.awaitLog("starting an embedded PostgreSQL");
            case POSTGRES_HAS_A_DIRECTORY -> awaitFile("camel-pg-");
            case POSTGRES_IS_INITIALISED -> awaitFile("PG_VERSION");
            case POSTGRES_RUNS -> awaitFile("postmaster.pid");
            case KAFKA_IS_WANTED -> application.awaitLog("starting an embedded Kafka");
            case KAFKA_HAS_A_DIRECTORY -> awaitFile("camel-pg-kafka-");
            case CAMEL_STARTS -> application.awaitLog("is starting");
            case TABLES_ARE_CREATED -> application.awaitLog("Created table ");
            case RUNNING -> application.awaitLog("Stop      Ctrl-C");
        }
    }

    private void awaitFile(String name) throws Exception {
        Await.until("a file " + name, () -> files().stream().anyMatch(file -> file.startsWith(name)));
    }

    private void assertNothingIsLeft(ForkedApplication application) throws IOException {
        assertThat(application.log()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(files()).isEmpty();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(command -> command.contains(directory.toString())))
                .isEmpty();
    }

    /** Two levels are enough, and files go while they are listed. */
    private List<String> files() {
        try (Stream<Path> files = Files.walk(directory.resolve("temporary"), 2)) {
            return files.skip(1).map(file -> file.getFileName().toString()).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
