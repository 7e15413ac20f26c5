package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.WireProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pg:test} under every fault that a connection can have: it says where it ends and what to do, and never throws. */
@Tag("core")
class ConnectionTestIT {
    private static final String SECRET = "canary-7b1f";
    private static OwnPostgres server;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("max_connections", "30")
                .setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE reader LOGIN PASSWORD '" + SECRET + "';"
                + " CREATE ROLE app LOGIN; CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE ROLE asleep NOLOGIN;"
                + " CREATE DATABASE private; REVOKE CONNECT ON DATABASE private FROM public;"
                + " CREATE TABLE stock (id int); CREATE SCHEMA hidden; CREATE TABLE hidden.item (id int)");
        server.authentication("host all reader all scram-sha-256", "host all all all trust");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tested(int port, Consumer<PgConnection> settings) {
        try (PgContext pg = PgContext.on("postgres", port, connection -> {
            connection.setUsername("app");
            connection.setPassword(SECRET);
            connection.setConnectTimeout(TimeUnit.SECONDS.toMillis(1));
            settings.accept(connection);
        })) {
            Map<String, Object> report = (Map<String, Object>) body(pg.send("pg:test", null));
            assertThat(report.toString()).doesNotContain(SECRET);
            assertThat(report).containsEntry("connection", "default");
            return report;
        }
    }

    private static Map<String, Object> works(Consumer<PgConnection> settings) {
        Map<String, Object> report = tested(server.port(), settings);
        assertThat(report).as(report.toString()).containsEntry("ok", true);
        return report;
    }

    private static void fails(Map<String, Object> report, String step, String code, String advice) {
        assertThat(report)
                .as(report.toString())
                .containsEntry("ok", false)
                .containsEntry("failedAt", step)
                .containsEntry("code", code);
        assertThat((String) report.get("hint")).contains(advice);
        assertThat((String) report.get("summary"))
                .contains((String) report.get("message"))
                .endsWith((String) report.get("hint"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> warnings(Map<String, Object> report) {
        return (List<String>) report.get("warnings");
    }

    @Test
    void aConnectionThatWorks() {
        Map<String, Object> report = works(connection -> {});
        assertThat(report)
                .containsEntry("server", "localhost:" + server.port() + "/postgres")
                .containsEntry("user", "app")
                .containsEntry("ssl", false)
                .containsEntry("superuser", false)
                .containsEntry("readOnlyCapable", true)
                .containsEntry("standby", false)
                .containsEntry("pooler", false)
                .containsEntry("tables", 1L)
                .containsEntry("readableTables", 0L);
        assertThat((String) report.get("version")).matches("\\d+\\.\\d+.*");
        assertThat((Double) report.get("latencyMillis")).isPositive();
        assertThat((Double) report.get("clockSkewMillis")).isBetween(-500.0, 500.0);
        assertThat((String) report.get("summary")).startsWith("PostgreSQL " + report.get("version") + " at localhost:");
        assertThat(warnings(report)).singleElement().asString().contains("GRANT SELECT ON ALL TABLES");
    }

    @Test
    void whatWorksAndShouldNot() {
        assertThat(warnings(works(connection -> connection.setUsername("postgres"))))
                .anyMatch(line -> line.contains("is a superuser"));
        assertThat(warnings(works(connection -> connection.setSchema("public,hidden,nowhere"))))
                .anyMatch(line -> line.startsWith("Of the search path, hidden, nowhere are not there"));
        assertThat(warnings(works(connection -> connection.setMaxConnections(200))))
                .anyMatch(line -> line.startsWith("max-connections is 200, and the server allows 27 in all"));
    }

    @Test
    void aPoolThatIsUsedUpIsNotInTheWay() throws Exception {
        try (PgContext pg = PgContext.on("postgres", server.port(), connection -> connection.setMaxConnections(1))) {
            Thread busy = new Thread(() -> pg.send("pg:query?sql=SELECT pg_sleep(3)", null), "busy");
            busy.start();
            io.camelpg.support.Await.until(
                    "the connection is in use", () -> Faults.pool(pg).active() == 1);
            assertThat((Map<?, ?>) body(pg.send("pg:test", null)))
                    .extracting("ok", "pool.used", "pool.max")
                    .containsExactly(true, 1, 1);
            pg.sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
            busy.join();
        }
    }

    @Test
    void aPortWhereNothingListens() {
        try (WireProxy proxy = WireProxy.to(server.port())) {
            proxy.refuse();
            fails(tested(proxy.port(), connection -> {}), "tcp", "PG-001", "pg_isready");
        }
    }

    @Test
    void aNameThatNobodyKnows() {
        fails(
                tested(server.port(), connection -> connection.setHost("no-such-host.invalid")),
                "dns",
                "PG-002",
                "spelling of 'host'");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
            fails(
                    tested(silent.getLocalPort(), connection -> {}),
                    "startup",
                    "PG-003",
                    "The port accepts connections, but no PostgreSQL answers");
        }
    }

    @Test
    void aFirewallThatDropsEverything() throws IOException {
        List<Socket> filling = new ArrayList<>();
        // a queue of connections that is full: the kernel then drops what comes
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            fill(full, filling);
            fails(
                    tested(full.getLocalPort(), connection -> {}),
                    "tcp",
                    "PG-003",
                    "Nothing answers at that address, which is what firewalls do");
        } finally {
            for (Socket socket : filling) {
                socket.close();
            }
        }
    }

    private static void fill(ServerSocket server, List<Socket> sockets) throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (IOException e) {
                return;
            }
        }
        throw new IllegalStateException("the queue takes everything");
    }

    /** Says so much to whoever comes, after their first message. */
    private static Map<String, Object> testedAgainst(byte[] answer, Consumer<PgConnection> settings)
            throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
            Thread answering = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[4096]);
                        socket.getOutputStream().write(answer);
                        socket.getOutputStream().flush();
                        socket.shutdownOutput();
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // the next one, or the end
                    }
                }
            });
            answering.start();
            try {
                return tested(server.getLocalPort(), settings.andThen(c -> c.setSslMode("disable")));
            } finally {
                server.close();
                answering.join();
            }
        }
    }

    @Test
    void somethingElseThanPostgres() throws Exception {
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Map<String, Object> report = testedAgainst(http, connection -> {});
        assertThat(report).as(report.toString()).containsEntry("ok", false).containsEntry("failedAt", "startup");
    }

    @Test
    void aServerThatIsStarting() throws Exception {
        String fields = "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
        byte[] text = fields.getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[text.length + 5];
        message[0] = 'E';
        message[4] = (byte) (text.length + 4);
        System.arraycopy(text, 0, message, 5, text.length);
        fails(testedAgainst(message, connection -> {}), "server", "PG-010", "Try again");
    }

    @Test
    void noTlsOnTheServer() {
        fails(tested(server.port(), connection -> connection.setSslMode("require")), "tls", "PG-008", "TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "canary-7b1F"})
    void aWrongPassword(String password) {
        fails(
                tested(server.port(), connection -> {
                    connection.setUsername("reader");
                    connection.setPassword(password);
                }),
                "authentication",
                "PG-004",
                "pg_hba.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asleep", "nobody-knows"})
    void aRoleThatCannotLogIn(String role) {
        fails(
                tested(server.port(), connection -> connection.setUsername(role)),
                "authentication",
                "PG-004",
                "username");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "private"})
    void aDatabaseThatIsNotThereOrNotForTheUser(String database) {
        Map<String, Object> report = tested(server.port(), connection -> connection.setDatabase(database));
        assertThat(report).as(report.toString()).containsEntry("ok", false).containsEntry("failedAt", "database");
    }

    @Test
    void noConnectionLeft() {
        fails(
                tested(server.port(), connection -> connection.setUsername("crowded")),
                "connections",
                "PG-006",
                "pg_stat_activity");
    }

    @Test
    void takesNoStatement() {
        try (PgContext pg = PgContext.on("postgres", server.port(), connection -> {})) {
            assertThatThrownBy(() -> pg.camel().getEndpoint("pg:test?sql=SELECT 1"))
                    .hasStackTraceContaining("pg:test takes no sql");
            assertThatThrownBy(() -> pg.camel().getEndpoint("pg:test:table"))
                    .hasStackTraceContaining("takes no target");
        }
    }
}
