package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.WireMessage;
import io.camelpg.support.WirePlace;
import io.camelpg.support.WireProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login is replaced while exchanges run: none fails, and the old one's connections go. */
class RotationIT {
    private static final String WHO = "pg:query?outputType=scalar&sql=SELECT current_user::text";
    private static final String ONE = "c4nary one";
    private static final String TWO = "c4nary two";
    private static OwnPostgres server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE app_a LOGIN PASSWORD '" + ONE + "'; CREATE ROLE app_b LOGIN PASSWORD '" + TWO + "'"
                + "; CREATE ROLE app LOGIN; CREATE TABLE gate (n int); INSERT INTO gate VALUES (0)"
                + "; GRANT SELECT, UPDATE ON gate TO app");
        server.authentication("host all postgres all trust", "host all all all scram-sha-256");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.execute("ALTER ROLE app PASSWORD '" + ONE + "'");
    }

    private Path write(String name, String content) throws IOException {
        // As whoever mounts secrets does: whole, or not at all.
        Path file = directory.resolve(name);
        Path next = Files.writeString(directory.resolve(name + ".next"), content);
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static PgContext context(int port, Consumer<PgConnection> settings) {
        return PgContext.on("postgres", port, connection -> {
            connection.setSslMode("disable");
            connection.setUsername("app");
            settings.accept(connection);
        });
    }

    private static long sessions(String role) {
        return count("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + role + "'");
    }

    private static long count(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + server.port() + "/postgres", "postgres", "");
    }

    @Test
    void anotherUserUnderLoadWithoutAFailedExchange() throws Exception {
        Path user = write("username", "app_a\n");
        Path password = write("password", ONE + "\n");
        try (PgContext pg = context(server.port(), connection -> {
            connection.setUsername(null);
            connection.setUsernameFile(user.toString());
            connection.setPasswordFile(password.toString());
            connection.setDatabase("postgres");
            connection.setMaxConnections(6);
        })) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger calls = new AtomicInteger();
            List<CompletableFuture<Throwable>> load = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                load.add(CompletableFuture.supplyAsync(
                        () -> {
                            while (!over.get()) {
                                Exchange exchange = pg.send(WHO, null);
                                if (exchange.getException() != null) {
                                    return exchange.getException();
                                }
                                calls.incrementAndGet();
                            }
                            return null;
                        },
                        Faults::start));
            }
            Await.until("there is load", () -> calls.get() > 100);
            for (int round = 0; round < 4; round++) {
                boolean second = round % 2 == 0;
                write("username", second ? "app_b\n" : "app_a\n");
                write("password", second ? TWO : ONE);
                Await.until(
                        "the new user has taken over",
                        () -> sessions(second ? "app_a" : "app_b") == 0 && sessions(second ? "app_b" : "app_a") > 0);
            }
            over.set(true);
            assertThat(load).allSatisfy(each -> assertThat(each.join()).isNull());
            assertThat(body(pg.send(WHO, null))).isEqualTo("app_a");
        }
    }

    @Test
    void aCallUnderWayKeepsItsConnection() throws Exception {
        Path password = write("password", ONE);
        try (LogCapture log = new LogCapture();
                PgContext pg = context(server.port(), connection -> connection.setPasswordFile(password.toString()))) {
            body(pg.send(WHO, null));
            CompletableFuture<Exchange> waiting;
            try (Connection holder = connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("UPDATE gate SET n = 1");
                waiting = CompletableFuture.supplyAsync(
                        () -> pg.send(
                                "pg:execute?outputType=scalar&sql=UPDATE gate SET n = 2 RETURNING current_user::text",
                                null),
                        Faults::start);
                Await.until(
                        "it waits for the row", () -> count("SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
                server.execute("ALTER ROLE app PASSWORD '" + TWO + "'");
                write("password", TWO);
                Await.until("the watch has seen it", () -> log.text().contains("its login has changed"));
                assertThat(waiting).isNotDone();
            }
            assertThat(body(waiting.join())).isEqualTo("app");
            assertThat(body(pg.send(WHO, null))).isEqualTo("app");
            Await.until("its connection went after use", () -> sessions("app") == 1);
        }
    }

    @Test
    void aRejectedPasswordIsReadAgainBeforeTheCallFails() throws Exception {
        Path password = write("password", ONE);
        AtomicInteger reads = new AtomicInteger();
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> connection.setPasswordFile(password.toString()))) {
            server.execute("ALTER ROLE app PASSWORD '" + TWO + "'");
            // The file changes while the old password is on its way.
            CompletableFuture<?> seen = proxy.at(WireMessage.client('p'), WirePlace.BEFORE, connection -> {
                try {
                    write("password", TWO);
                    reads.incrementAndGet();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(body(pg.send(WHO, null))).isEqualTo("app");
            assertThat(seen).isDone();
            assertThat(reads).hasValue(1);
            assertThat(proxy.counts().connections()).isEqualTo(2);
        }
    }

    @Test
    void aNewPasswordThatTheServerDoesNotKnowYetBreaksNothing() throws Exception {
        Path password = write("password", ONE);
        try (LogCapture log = new LogCapture();
                PgContext pg = context(server.port(), connection -> connection.setPasswordFile(password.toString()))) {
            body(pg.send(WHO, null));
            write("password", TWO);
            Await.until("the watch has told of it", () -> log.text().contains("goes on with the login that it has"));
            assertThat(body(pg.send(WHO, null))).isEqualTo("app");
            // A new connection too: by the password that the server still knows.
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
            Await.until("a new connection works", () -> pg.send(WHO, null).getException() == null);
            assertThat(log.text()).doesNotContain("c4nary");
        }
    }

    @Test
    void whileTheFileIsAwayWhatItSaidCounts() throws Exception {
        Path password = write("password", ONE);
        try (PgContext pg = context(server.port(), connection -> connection.setPasswordFile(password.toString()))) {
            body(pg.send(WHO, null));
            Files.delete(password);
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
            Await.until("a new connection works", () -> pg.send(WHO, null).getException() == null);
        }
    }

    @Test
    void aFileThatWasNeverThereIsAnErrorThatNamesIt() {
        try (PgContext pg = context(
                server.port(),
                connection ->
                        connection.setPasswordFile(directory.resolve("none").toString()))) {
            PgException failure = failure(pg.send(WHO, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CREDENTIALS_UNAVAILABLE);
            assertThat(failure.getMessage())
                    .contains("connection 'default'", "password-file=" + directory.resolve("none"), "does not exist");
        }
    }

    @Test
    void aRejectedPasswordIsNotTriedAgainAndAChangedOneAtOnce() throws Exception {
        Path password = write("password", "c4nary wrong");
        try (WireProxy proxy = WireProxy.to(server.port());
                PgContext pg = context(proxy.port(), connection -> connection.setPasswordFile(password.toString()))) {
            for (int i = 0; i < 20; i++) {
                assertThat(failure(pg.send(WHO, null)).sqlState()).isEqualTo("28P01");
            }
            assertThat(proxy.counts().connections()).isEqualTo(1);
            write("password", ONE);
            assertThat(body(pg.send(WHO, null))).isEqualTo("app");
        }
    }

    @Test
    void aProvidersTokenIsRenewedAndConnectionsOfTheOldOneStay() {
        AtomicReference<PgCredential> token =
                new AtomicReference<>(new PgCredential(null, ONE, Instant.now().plusSeconds(2)));
        AtomicInteger calls = new AtomicInteger();
        try (PgContext pg = context(
                server.port(),
                connection -> connection.setCredentialProvider(() -> {
                    calls.incrementAndGet();
                    return token.get();
                }))) {
            assertThat(body(pg.send(WHO, null))).isEqualTo("app");
            String pid = "pg:query?outputType=scalar&sql=SELECT pg_backend_pid()";
            Object before = body(pg.send(pid, null));
            server.execute("ALTER ROLE app PASSWORD '" + TWO + "'");
            token.set(new PgCredential("app", TWO, Instant.now().plusSeconds(3600)));
            Await.until("the token is renewed", () -> calls.get() > 1);
            assertThat(body(pg.send(pid, null))).isEqualTo(before);
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
            Await.until("a new connection works", () -> pg.send(WHO, null).getException() == null);
        }
    }

    @Test
    void aProviderThatFailsIsNamedWithItsClassOnly() {
        try (PgContext pg = context(server.port(), connection -> connection.setCredentialProvider(new Broken()))) {
            PgException failure = failure(pg.send(WHO, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CREDENTIALS_UNAVAILABLE);
            assertThat(failure.getMessage())
                    .contains(Broken.class.getName(), "java.io.IOException")
                    .doesNotContain("c4nary");
        }
    }

    static final class Broken implements PgCredentialProvider {
        @Override
        public PgCredential credential() throws IOException {
            throw new IOException("c4nary");
        }
    }

    @Test
    void aSuperuserIsWarnedOfOnce() {
        try (LogCapture log = new LogCapture();
                PgContext pg = context(server.port(), connection -> connection.setUsername("postgres"));
                PgContext least = context(server.port(), connection -> connection.setPassword(ONE))) {
            body(pg.send(WHO, null));
            server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg'");
            Await.until("a new connection works", () -> pg.send(WHO, null).getException() == null);
            assertThat(log.text().lines().filter(line -> line.contains("superuser")))
                    .hasSize(1);
            body(least.send(WHO, null));
            assertThat(log.text().lines().filter(line -> line.contains("superuser")))
                    .hasSize(1);
        }
    }
}
