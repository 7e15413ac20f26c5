package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.PretendedPrimary;
import io.camelpg.support.StreamingReplica;
import io.camelpg.support.WireProxy;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code host=a,b}: who is tried, who is passed over, who ends the attempt. */
@Tag("core")
class SeveralHostsIT {
    private static final String STANDBY = "pg:query?outputType=scalar&sql=SELECT pg_is_in_recovery()";
    private static final String WRITE = "pg:execute?sql=INSERT INTO item SELECT count(*) FROM item";
    private static OwnPostgres primary;
    private static StreamingReplica replica;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        primary = OwnPostgres.started(settings -> settings);
        primary.execute(
                "SET password_encryption = 'scram-sha-256'; CREATE ROLE app LOGIN PASSWORD 'c4nary-right' SUPERUSER");
        replica = StreamingReplica.of(primary);
        primary.authentication(
                "host all app all scram-sha-256", "host all postgres all trust", "host replication all all trust");
    }

    @AfterAll
    static void stop() {
        replica.close();
        primary.close();
    }

    @BeforeEach
    void table() {
        primary.execute("DROP TABLE IF EXISTS item; CREATE TABLE item (id int)");
    }

    private static PgContext on(String hosts, Consumer<PgConnection> settings) {
        return PgContext.on("postgres", 1, connection -> {
            connection.setHost(hosts);
            connection.setSslMode("disable");
            settings.accept(connection);
        });
    }

    private static PgContext on(String hosts) {
        return on(hosts, connection -> {});
    }

    private static String at(int... ports) {
        StringBuilder hosts = new StringBuilder();
        for (int port : ports) {
            hosts.append(hosts.isEmpty() ? "" : ",").append("localhost:").append(port);
        }
        return hosts.toString();
    }

    private static void writes(PgContext pg) {
        Exchange exchange = pg.send(WRITE, null);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(1L);
    }

    /** Takes connections; what it does with them is up to the test. */
    private static final class Fake implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        private final AtomicInteger connections = new AtomicInteger();

        /** @param answer null for silence */
        Fake(byte[] answer) throws IOException {
            Faults.start(() -> {
                List<Socket> open = new java.util.ArrayList<>();
                while (!socket.isClosed()) {
                    try {
                        Socket client = socket.accept();
                        open.add(client);
                        connections.incrementAndGet();
                        if (answer != null) {
                            client.getInputStream().read(new byte[4096]);
                            client.getOutputStream().write(answer);
                            client.close();
                        }
                    } catch (IOException e) {
                        // closed, or the client has gone
                    }
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] error(String sqlState, String message) throws IOException {
        byte[] fields = ("SFATAL\0VFATAL\0C" + sqlState + "\0M" + message + "\0\0").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte('E');
        out.writeInt(4 + fields.length);
        out.write(fields);
        return bytes.toByteArray();
    }

    @Test
    void aStandbyIsPassedOverWhereverItStands() {
        for (String hosts : List.of(at(replica.port(), primary.port()), at(primary.port(), replica.port()))) {
            try (PgContext pg = on(hosts)) {
                writes(pg);
                assertThat(body(pg.send(STANDBY, null))).isEqualTo(false);
            }
        }
    }

    @Test
    void aSingleStandbyIsUsedAndSaysSoWhenItIsToWrite() {
        try (PgContext pg = on(at(replica.port()))) {
            assertThat(body(pg.send(STANDBY, null))).isEqualTo(true);
            PgException failure = failure(pg.send("pg:execute?sql=CREATE TABLE nothing ()", null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.RECOVERY_READ_ONLY);
            assertThat(failure.detail()).startsWith("localhost:" + replica.port() + " is a standby: ");
            assertThat(body(pg.send(STANDBY, null))).isEqualTo(true);
        }
    }

    @Test
    void portIsOfThoseThatNameNone() {
        try (PgContext pg = PgContext.on("postgres", primary.port(), connection -> {
            connection.setHost("localhost:1,localhost");
            connection.setSslMode("disable");
        })) {
            writes(pg);
        }
    }

    @Test
    void theNextOneIsTriedWhereAHostIsNotThere() throws IOException {
        try (Fake starting = new Fake(error("57P03", "the database system is starting up"));
                Fake hangingUp = new Fake(new byte[0])) {
            for (String dead : List.of(
                    "localhost:1",
                    "no-such-host.invalid",
                    "localhost:" + starting.port(),
                    "localhost:" + hangingUp.port())) {
                try (PgContext pg = on(dead + "," + at(primary.port()))) {
                    writes(pg);
                }
            }
            assertThat(starting.connections).hasPositiveValue();
            assertThat(hangingUp.connections).hasPositiveValue();
        }
    }

    @Test
    void anyOtherAnswerIsTheEnd() throws IOException {
        try (WireProxy next = WireProxy.to(primary.port());
                Fake full = new Fake(error("53300", "sorry, too many clients already"))) {
            String wrong = "c4nary-wrong";
            try (PgContext pg = on(at(primary.port(), next.port()), connection -> {
                connection.setUsername("app");
                connection.setPassword(wrong);
            })) {
                PgException failure = failure(pg.send(WRITE, null));
                assertThat(failure.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
                assertThat(failure.sqlState()).isEqualTo("28P01");
                assertThat(failure.getMessage())
                        .contains("to localhost:" + primary.port() + "/")
                        .doesNotContain("c4nary");
            }
            try (PgContext pg = on(at(primary.port(), next.port()), connection -> connection.setDatabase("nowhere"))) {
                assertThat(failure(pg.send(WRITE, null)).errorCode()).isEqualTo(PgErrorCode.NO_SUCH_DATABASE);
            }
            try (PgContext pg = on(at(full.port(), next.port()))) {
                assertThat(failure(pg.send(WRITE, null)).errorCode()).isEqualTo(PgErrorCode.TOO_MANY_CONNECTIONS);
            }
            assertThat(next.counts().connections()).isZero();
        }
    }

    @Test
    void whereNoneWorksTheMessageHasTheReasonOfEach() throws IOException {
        try (Fake starting = new Fake(error("57P03", "the database system is starting up"));
                PgContext pg = on(
                        "localhost:1,no-such-host.invalid," + at(replica.port(), starting.port()),
                        connection -> connection.setPassword("c4nary"))) {
            PgException failure = failure(pg.send(WRITE, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.NO_USABLE_HOST);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.detail())
                    .isEqualTo("connection 'default': none of its 4 hosts can be used:"
                            + " localhost:1 PG-001 connection refused;"
                            + " no-such-host.invalid:1 PG-002 host 'no-such-host.invalid' cannot be resolved;"
                            + " localhost:" + replica.port() + " PG-013 it is a standby;"
                            + " localhost:" + starting.port() + " PG-010 FATAL: the database system is starting up");
            assertThat(failure.getMessage()).doesNotContain("c4nary");
        }
    }

    @Test
    void aHostThatSaysNothingTakesItsPartOfTheTimeAndOnlyOnce() throws IOException {
        try (Fake silent = new Fake(null);
                PgContext pg = on(at(silent.port(), primary.port()), connection -> {
                    connection.setConnectTimeout(4000);
                    connection.setMaxConnections(2);
                })) {
            writes(pg);
            CompletableFuture<Exchange> busy = CompletableFuture.supplyAsync(
                    () -> pg.send("pg:query?sql=SELECT pg_sleep(0.5)", null), Faults::start);
            io.camelpg.support.Await.until(
                    "a connection is in use", () -> Faults.pool(pg).active() == 1);
            writes(pg);
            body(busy.join());
            assertThat(Faults.pool(pg).total()).isEqualTo(2);
            assertThat(silent.connections).hasValue(1);
        }
    }

    @Test
    void newServersAreNotAskedWhatTheyAre() {
        boolean reports = Integer.parseInt(primary.scalar("SHOW server_version_num")) >= 140_000;
        try (WireProxy proxy = WireProxy.to(primary.port())) {
            proxy.recordStatements(true);
            try (PgContext pg = on(at(1, proxy.port()))) {
                writes(pg);
            }
            assertThat(proxy.statements().stream().anyMatch(sql -> sql.contains("pg_is_in_recovery")))
                    .isEqualTo(!reports);
            proxy.reset();
            try (PgContext pg = on(at(proxy.port()))) {
                writes(pg);
            }
            assertThat(proxy.statements()).noneMatch(sql -> sql.contains("pg_is_in_recovery"));
        }
    }

    @Test
    void aServerThatTurnsOutToBeAStandbyIsLeft() throws IOException {
        try (PretendedPrimary pretended = PretendedPrimary.to(replica.port());
                PgContext pg = on(at(pretended.port(), primary.port()))) {
            Exchange first = pg.send(WRITE, null);
            if (first.getException() == null) {
                // It was asked, because a server of that age does not say it by itself.
                assertThat(Integer.parseInt(primary.scalar("SHOW server_version_num")))
                        .isLessThan(140_000);
            } else {
                assertThat(failure(first).errorCode()).isEqualTo(PgErrorCode.RECOVERY_READ_ONLY);
                assertThat(failure(first).retryable()).isTrue();
            }
            for (int i = 0; i < 3; i++) {
                writes(pg);
            }
        }
    }

    @Test
    void eachHostHasItsOwnLineInThePasswordFile() throws IOException {
        Path file = directory.resolve("pgpass");
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                file,
                "localhost:" + replica.port() + ":*:app:c4nary-replica\nlocalhost:" + primary.port()
                        + ":*:app:c4nary-right\n");
        // the copy of pg_hba.conf trusts everybody
        try (PgContext pg = on(at(replica.port(), primary.port()), connection -> {
            connection.setUsername("app");
            connection.setPassFile(file.toString());
        })) {
            writes(pg);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theConnectionTestSaysWhoAnsweredAndHowTheOthersAre() {
        try (PgContext pg = on("localhost:1," + at(replica.port(), primary.port()))) {
            Map<String, Object> report = (Map<String, Object>) body(pg.send("pg:test", null));
            assertThat(report)
                    .containsEntry("ok", true)
                    .containsEntry("answeredBy", "localhost:" + primary.port())
                    .containsEntry("standby", false);
            assertThat((String) report.get("summary")).contains(" at localhost:" + primary.port() + "/postgres as ");
            List<Map<String, Object>> hosts = (List<Map<String, Object>>) report.get("hosts");
            assertThat(hosts)
                    .extracting(host -> host.get("state"))
                    .containsExactly("unreachable", "standby", "primary");
            assertThat(hosts.get(0)).containsEntry("code", "PG-001").containsEntry("host", "localhost:1");
        }
        try (PgContext pg = on("localhost:1," + at(replica.port()))) {
            assertThat((Map<String, Object>) body(pg.send("pg:test", null)))
                    .containsEntry("ok", false)
                    .containsEntry("failedAt", "hosts")
                    .containsEntry("code", "PG-017");
        }
    }
}
