package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates before a server that demands them: taken, not taken, renewed. */
class TlsClientIT {
    private static final String SERIAL = "pg:query?outputType=scalar&sql=SELECT client_serial::text FROM pg_stat_ssl"
            + " WHERE pid = pg_backend_pid()";

    private static final String KEY_PASSWORD = "c4nary-k3y";
    private static final TestCertificate AUTHORITY = TestCertificate.authority("Right authority");
    private static final TestCertificate OTHER = TestCertificate.authority("Other authority");
    private static TlsPostgres server;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        server = TlsPostgres.started(AUTHORITY.issue("server", "dns:localhost"), AUTHORITY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PgContext context(String certificate, String key) {
        return PgContext.on("postgres", server.port(), connection -> {
            connection.setUsername("certain");
            connection.setSslMode("verify-full");
            connection.setSslRootCert(AUTHORITY.pem());
            connection.setSslCert(certificate);
            connection.setSslKey(key);
            connection.setMaxConnections(40);
        });
    }

    private static PgContext context(TestCertificate client) {
        return context(client.pem(), client.keyPem());
    }

    private static String serial(TestCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }

    @Test
    void anEncryptedKeyAndACertificateBelowAnother() {
        TestCertificate between = AUTHORITY.authorityBelow("Between");
        TestCertificate client = between.issue("certain");
        try (LogCapture log = new LogCapture();
                PgContext pg = PgContext.on("postgres", server.port(), connection -> {
                    connection.setUsername("certain");
                    connection.setSslMode("require");
                    connection.setSslCert(client.pem() + between.pem());
                    connection.setSslKey(client.encryptedKeyPem(KEY_PASSWORD));
                    connection.setSslKeyPassword(KEY_PASSWORD);
                })) {
            assertThat(body(pg.send(SERIAL, null))).isEqualTo(serial(client));
            assertThat(Faults.pool(pg).profile().toString()).doesNotContain(KEY_PASSWORD, "BEGIN");
            assertThat(log.text()).doesNotContain(KEY_PASSWORD, "PRIVATE KEY-----");
        }
    }

    /** With TLS 1.3 the refusal comes when the client has already sent the next message, and may get lost: every time. */
    @Test
    void aCertificateThatTheServerDoesNotTake() {
        try (PgContext pg = context(OTHER.issue("certain"))) {
            for (int i = 0; i < 20; i++) {
                PgException failure = failure(pg.send(SERIAL, null));
                assertThat(failure.errorCode()).as(failure.getMessage()).isEqualTo(PgErrorCode.TLS_FAILED);
                assertThat(failure.getMessage())
                        .contains("client's certificate 'CN=certain', issued by 'CN=Other authority'", "ssl_ca_file");
            }
        }
    }

    @Test
    void anExpiredCertificateIsAWarningBeforeItIsAnError() {
        try (LogCapture log = new LogCapture();
                PgContext pg = context(AUTHORITY.issueFor(-3, -2, "certain"))) {
            Faults.pool(pg);
            assertThat(log.text()).contains("connection 'default': ssl-cert: the certificate 'CN=certain' expired at");
            assertThat(failure(pg.send(SERIAL, null)).errorCode()).isEqualTo(PgErrorCode.TLS_FAILED);
        }
    }

    @Test
    void theNameOfAnotherUser() {
        try (PgContext pg = context(AUTHORITY.issue("somebody"))) {
            PgException failure = failure(pg.send(SERIAL, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
            assertThat(failure.getMessage())
                    .contains("The client's certificate is made out to 'somebody' and the user is 'certain'");
        }
    }

    @Test
    void aKeyThatOthersCanReadIsAWarning() throws IOException {
        TestCertificate client = AUTHORITY.issue("certain");
        Path key = Files.writeString(files.resolve("client.key"), client.keyPem());
        for (String permissions : List.of("rw----r--", "rw-------")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
            try (LogCapture log = new LogCapture();
                    PgContext pg = context(client.pem(), key.toString())) {
                assertThat(body(pg.send(SERIAL, null))).isEqualTo(serial(client));
                assertThat(log.text().contains("can be read by others than its owner"))
                        .isEqualTo(permissions.endsWith("r--"));
            }
        }
    }

    /** Exchanges run all the time and none fails, while the files change as badly as files can. */
    @Test
    void certificatesAreRenewedWhileExchangesRun() throws Exception {
        TestCertificate old = AUTHORITY.issue("certain");
        TestCertificate renewed = AUTHORITY.issue("certain");
        Path certificate = Files.writeString(files.resolve("client.crt"), old.pem());
        Path key = Files.writeString(files.resolve("client.key"), old.keyPem());
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        Set<Object> serials = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        try (LogCapture log = new LogCapture();
                PgContext pg = context(certificate.toString(), key.toString())) {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread sender = new Thread(() -> {
                    while (!done.get()) {
                        Exchange exchange = pg.send(SERIAL, null);
                        if (exchange.getException() != null) {
                            failures.add(exchange.getException());
                        } else {
                            serials.add(exchange.getMessage().getBody());
                        }
                    }
                });
                sender.start();
                senders.add(sender);
            }
            Await.until("the first certificate is used", () -> serials.contains(serial(old)));

            Files.writeString(
                    certificate, renewed.pem().substring(0, renewed.pem().length() / 2));
            assertThat(serialOnceLogged(pg, log, "has a block of PEM without its end"))
                    .isEqualTo(serial(old));
            assertThat(log.text()).contains("new certificates are not used");

            Files.writeString(certificate, renewed.pem());
            assertThat(serialOnceLogged(pg, log, "client.key' is not the key of the first certificate in ssl-cert"))
                    .isEqualTo(serial(old));

            Files.delete(key);
            assertThat(serialOnceLogged(pg, log, "client.key' does not exist")).isEqualTo(serial(old));

            Files.writeString(key, renewed.keyPem());
            serialOnceLogged(pg, log, "new connections use the new certificates");
            untilAnExchangeUses(pg, renewed);
            done.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            done.set(true);
        }
        assertThat(failures).isEmpty();
    }

    /** The others keep theirs: those that they leave idle are held, until an exchange has to take a new one. */
    private static void untilAnExchangeUses(PgContext pg, TestCertificate certificate) throws SQLException {
        List<Connection> held = new ArrayList<>();
        try {
            while (!body(pg.send(SERIAL, null)).equals(serial(certificate))) {
                held.add(pg.component().dataSource(null).getConnection());
            }
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
    }

    /**
     * Holds whatever connections there are, so that new ones are opened, until the log has the text.
     *
     * @return the serial on the last of them
     */
    private static String serialOnceLogged(PgContext pg, LogCapture log, String text) throws SQLException {
        List<Connection> held = new ArrayList<>();
        try {
            while (true) {
                boolean logged = log.text().contains(text);
                Connection connection = pg.component().dataSource(null).getConnection();
                held.add(connection);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "SELECT client_serial FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                    assertThat(row.next()).isTrue();
                    if (logged) {
                        return row.getString(1);
                    }
                }
            }
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
    }
}
