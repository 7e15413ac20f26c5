package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.camelpg.error.PgException;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.OwnSsh;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.main.Main;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever goes wrong with connecting: no secret of the configuration is in a log, an exception or what causes it, a JMX
 * bean, the health check, a metric, or the name of a thread.
 */
class SecretSightingsIT {
    private static final String CANARY = "c4nary";
    private static final String QUERY = "pg:query?outputType=scalar&sql=SELECT 1";
    private static final KeyPair HOST = OwnSsh.ec();
    private static OwnPostgres server;
    private static OwnSsh ssh;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE app LOGIN PASSWORD 'c4nary-right'");
        server.authentication("host all postgres all trust", "host all all all scram-sha-256");
        ssh = OwnSsh.started("c4nary-ssh", OwnSsh.ec(), HOST);
    }

    @AfterAll
    static void stop() {
        ssh.close();
        server.close();
    }

    private static void tunnelled(PgConnection connection) {
        connection.setSshHost("127.0.0.1");
        connection.setSshPort(ssh.port());
        connection.setSshUsername(OwnSsh.USER);
        connection.setSshPassword("c4nary-ssh");
        connection.setSshKnownHosts(ssh.known(0));
    }

    /** What is done to a connection that would work, by the code that comes of it. */
    private Map<String, Consumer<PgConnection>> faults() throws IOException {
        Path wrong = Files.writeString(directory.resolve("password"), "c4nary-file\n");
        Path pass = Files.writeString(directory.resolve("pgpass"), "*:*:*:*:c4nary-pass\n");
        pass.toFile().setReadable(true, false);
        Map<String, Consumer<PgConnection>> faults = new LinkedHashMap<>();
        faults.put("wrong password: PG-004", connection -> connection.setPassword("c4nary-wrong"));
        faults.put("unknown host: PG-002", connection -> connection.setHost("no-such-host.invalid"));
        faults.put("no host: PG-017", connection -> connection.setHost("localhost:1,no-such-host.invalid"));
        faults.put("refused: PG-001", connection -> connection.setPort(1));
        faults.put("no TLS: PG-008", connection -> connection.setSslMode("require"));
        faults.put("wrong file: PG-004", connection -> {
            connection.setPassword(null);
            connection.setPasswordFile(wrong.toString());
        });
        faults.put("file missing: PG-015", connection -> {
            connection.setPassword(null);
            connection.setPasswordFile(directory.resolve("none").toString());
        });
        faults.put("pass file open to all: PG-015", connection -> {
            connection.setPassword(null);
            connection.setPassFile(pass.toString());
        });
        faults.put("provider failed: PG-015", connection -> {
            connection.setPassword(null);
            connection.setCredentialProvider(() -> {
                throw new IOException("c4nary", new IllegalStateException("c4nary"));
            });
        });
        faults.put("provider wrong: PG-004", connection -> {
            connection.setPassword(null);
            connection.setCredentialProvider(() -> new PgCredential("app", "c4nary-token", null));
        });
        faults.put("tunnel password: PG-016", connection -> {
            tunnelled(connection);
            connection.setSshPassword("c4nary-wrong");
        });
        faults.put("tunnel key: PG-016", connection -> {
            tunnelled(connection);
            connection.setSshKey(
                    "-----BEGIN OPENSSH PRIVATE KEY-----\nc4naryc4nary\n-----END OPENSSH PRIVATE KEY-----\n");
            connection.setSshKeyPassphrase("c4nary-phrase");
        });
        faults.put("tunnel unknown host: PG-016", connection -> {
            tunnelled(connection);
            connection.setSshKnownHosts("other " + ssh.known(0).split(" ", 2)[1]);
        });
        faults.put("tunnel refused: PG-014", connection -> {
            tunnelled(connection);
            connection.setSshPort(1);
        });
        return faults;
    }

    @Test
    void none() throws Exception {
        for (Map.Entry<String, Consumer<PgConnection>> fault : faults().entrySet()) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            try (LogCapture log = new LogCapture();
                    PgContext pg = PgContext.on("postgres", server.port(), connection -> {
                        connection.setUsername("app");
                        connection.setPassword("c4nary-right");
                        connection.setSslMode("disable");
                        fault.getValue().accept(connection);
                    })) {
                pg.camel().getRegistry().bind("meters", meters);
                PgException failure = failure(pg.send(QUERY, null));
                assertThat(fault.getKey()).as(failure.getMessage()).endsWith(failure.code());
                StringBuilder seen = new StringBuilder(Throwables.getStackTrace(failure));
                PgHealthCheck check =
                        new PgHealthCheck(pg.component().connections().get(null));
                check.setCamelContext(pg.camel());
                HealthCheck.Result health = check.call();
                assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
                seen.append(health.getMessage()).append(health.getDetails()).append(health.getError());
                seen.append(ConnectFailureIT.beans());
                assertThat(meters.getMetersAsString()).contains(failure.code());
                seen.append(meters.getMetersAsString());
                seen.append(pg.component().getConfiguration())
                        .append(pg.component().connections().get(null));
                seen.append(Faults.pool(pg)).append(Faults.pool(pg).profile());
                seen.append(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .collect(Collectors.joining("\n")));
                seen.append(log.text());
                assertThat(log.text()).contains("code=" + failure.code());
                assertThat(seen.toString().lines().filter(line -> line.contains(CANARY)))
                        .as(fault.getKey())
                        .isEmpty();
            }
        }
    }

    @Test
    void noneOfOptionsThatCannotBeUsed() {
        try (LogCapture log = new LogCapture()) {
            assertThatThrownBy(() -> PgContext.on("postgres", server.port(), connection -> {
                        tunnelled(connection);
                        connection.setPassword("c4nary-right");
                        connection.setPasswordFile("/c4nary-less");
                        connection.setSshPort(0);
                        connection.setSslMode("require");
                        connection.setSslCert(TestCertificate.authority("A").pem());
                        connection.setSslKey("-----BEGIN PRIVATE KEY-----\nc4naryc4nary\n-----END PRIVATE KEY-----\n");
                        connection.setSslKeyPassword("c4nary-key");
                    }))
                    .hasStackTraceContaining("PG-501")
                    .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain(CANARY));
            assertThat(log.text()).doesNotContain(CANARY);
        }
    }

    /** Camel's summary of what it has set knows not to show a password, and not that others are secret: docs/ssh-tunnel.md. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void notInCamelsSummaryOfItsConfiguration(boolean summary) throws Exception {
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel.main");
        Level before = camel.getLevel();
        camel.setLevel(Level.INFO);
        try (LogCapture log = new LogCapture()) {
            for (String prefix : new String[] {"camel.component.pg.", "camel.beans.crm."}) {
                Path file = Files.write(
                        directory.resolve("application.properties"),
                        List.of(
                                "camel.main.auto-configuration-log-summary = " + summary,
                                "camel.beans.crm = #class:io.camelpg.PgConnection",
                                "camel.beans.crm.username = app",
                                prefix + "username = app",
                                prefix + "password = c4nary-1",
                                prefix + "ssh-host = bastion",
                                prefix + "ssh-username = tunnel",
                                prefix + "ssh-password = " + (summary ? "x" : "c4nary-2"),
                                prefix + "ssh-key = " + (summary ? "/a/file" : "c4nary-3"),
                                prefix + "ssh-key-passphrase = " + (summary ? "x" : "c4nary-4")));
                Main main = new Main();
                main.setPropertyPlaceholderLocations("file:" + file);
                main.start();
                main.stop();
            }
            assertThat(log.text().contains("ssh")).isEqualTo(summary);
            assertThat(log.text().lines().filter(line -> line.contains(CANARY))).isEmpty();
        } finally {
            camel.setLevel(before);
        }
    }
}
