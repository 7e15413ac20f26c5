package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.DecryptingProxy;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TlsPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server shows, beyond the table of {@link TlsModesIT}: chains, addresses, authorities, channel binding. */
class TlsServerIT {
    private static final String ENCRYPTED =
            "pg:query?outputType=scalar&sql=SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private static final TestCertificate AUTHORITY = TestCertificate.authority("Right authority");
    private static final TestCertificate OTHER = TestCertificate.authority("Other authority");
    private static final TestCertificate RIGHT = AUTHORITY.issue("server", "dns:localhost");
    private static TlsPostgres server;

    @BeforeAll
    static void start() {
        server = TlsPostgres.started(RIGHT, AUTHORITY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Object encrypted(int port, Consumer<PgConnection> settings) {
        try (PgContext pg = PgContext.on("postgres", port, settings)) {
            return body(pg.send(ENCRYPTED, null));
        }
    }

    private static Object encrypted(Consumer<PgConnection> settings) {
        return encrypted(server.port(), settings);
    }

    private static PgException refused(int port, Consumer<PgConnection> settings) {
        try (PgContext pg = PgContext.on("postgres", port, settings)) {
            return failure(pg.send(ENCRYPTED, null));
        }
    }

    private static PgException refused(Consumer<PgConnection> settings) {
        return refused(server.port(), settings);
    }

    private static Consumer<PgConnection> verifying(String mode, TestCertificate... roots) {
        return connection -> {
            StringBuilder pem = new StringBuilder();
            for (TestCertificate root : roots) {
                pem.append(root.pem());
            }
            connection.setSslMode(mode);
            connection.setSslRootCert(pem.toString());
        };
    }

    @Test
    void theServerMaySendWhatIsBetweenItsCertificateAndTheRoot() {
        TestCertificate between = AUTHORITY.authorityBelow("Between");
        TestCertificate below = between.issue("server", "dns:localhost");
        server.show(below, between);
        assertThat(encrypted(verifying("verify-full", AUTHORITY))).isEqualTo(true);
        assertThat(encrypted(verifying("verify-full", OTHER, AUTHORITY))).isEqualTo(true);
        server.show(below);
        assertThat(refused(verifying("verify-full", AUTHORITY)).getMessage())
                .contains(
                        "was issued by 'CN=Between', and ssl-root-cert with 'CN=Right authority' does not lead there");
        assertThat(encrypted(verifying("verify-full", AUTHORITY, between))).isEqualTo(true);
    }

    @Test
    void aSelfSignedCertificateIsItsOwnRootForItsTime() {
        TestCertificate alone = TestCertificate.selfSigned("server", "dns:localhost");
        server.show(alone);
        assertThat(encrypted(verifying("verify-full", alone))).isEqualTo(true);
        TestCertificate expired = AUTHORITY.issueFor(-3, -2, "server", "dns:localhost");
        server.show(expired);
        assertThat(refused(verifying("verify-full", expired)).getMessage()).contains("expired at");
        server.show(AUTHORITY.issueFor(2, 3, "server", "dns:localhost"));
        assertThat(refused(verifying("verify-ca", AUTHORITY)).getMessage()).contains("is not valid before", "clocks");
    }

    /** Authorities of one name and different keys: renewed, or somebody else's. */
    @Test
    void aRootOfTheSameNameIsNotTheSameRoot() {
        TestCertificate namesake = TestCertificate.authority("Right authority");
        server.show(RIGHT);
        PgException failure = refused(verifying("verify-full", namesake));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TLS_FAILED);
        assertThat(failure.getMessage()).contains("'CN=Right authority'", "ssl-root-cert");
        assertThat(encrypted(verifying("verify-full", namesake, AUTHORITY))).isEqualTo(true);
    }

    @Test
    void addressesAreVerifiedAsAddresses() {
        server.show(AUTHORITY.issue("server", "ip:127.0.0.1"));
        Consumer<PgConnection> full = verifying("verify-full", AUTHORITY);
        assertThat(encrypted(full.andThen(connection -> connection.setHost("127.0.0.1"))))
                .isEqualTo(true);
        assertThat(refused(full).getMessage())
                .contains("the server's certificate is made out to [127.0.0.1], not to 'localhost'");
    }

    @Test
    void ofSeveralHostsEachHasToProveItsOwnName() {
        server.show(RIGHT);
        Consumer<PgConnection> full = verifying("verify-full", AUTHORITY);
        String right = "localhost:" + server.port();
        String wrong = "127.0.0.1:" + server.port();
        for (String hosts : java.util.List.of(wrong + "," + right, right + "," + wrong)) {
            assertThat(encrypted(full.andThen(connection -> connection.setHost(hosts))))
                    .isEqualTo(true);
        }
        PgException failure = refused(full.andThen(connection -> connection.setHost(wrong + "," + wrong)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.NO_USABLE_HOST);
        assertThat(failure.detail()).contains(wrong + " PG-008 ", "made out to [localhost], not to '127.0.0.1'");
    }

    @Test
    void theJvmsAuthoritiesDoNotIncludeOurs() {
        server.show(RIGHT);
        assertThat(refused(connection -> connection.setSslRootCert("system")).getMessage())
                .contains(
                        "was issued by 'CN=Right authority'", "the certificates that the JVM trusts do not lead there");
    }

    /** As libpq: TLS failed, so prefer does without, and allow has no other way left. */
    @Test
    void aRootCertificateCountsInWeakModesToo() {
        server.show(RIGHT);
        assertThat(encrypted(verifying("prefer", AUTHORITY))).isEqualTo(true);
        assertThat(encrypted(verifying("prefer", OTHER))).isEqualTo(false);
        PgException failure =
                refused(verifying("allow", OTHER).andThen(connection -> connection.setUsername("tlsonly")));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TLS_FAILED);
        assertThat(refused(verifying("prefer", OTHER).andThen(connection -> connection.setUsername("tlsonly")))
                        .getMessage())
                .contains("was issued by");
    }

    /** As libpq, prefer goes without TLS where both ends have none in common. */
    @Test
    void versionsThatDoNotMeet() {
        server.show(RIGHT);
        server.set("ssl_min_protocol_version", "TLSv1");
        server.set("ssl_max_protocol_version", "TLSv1.1");
        try {
            Await.until("the server offers old versions only", () -> encrypted(
                            connection -> connection.setSslMode("prefer"))
                    .equals(false));
            PgException failure = refused(verifying("verify-full", AUTHORITY));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TLS_FAILED);
            assertThat(failure.getMessage()).containsAnyOf("agree on no TLS version", "TLS failed: ");
        } finally {
            server.set("ssl_max_protocol_version", "");
            server.set("ssl_min_protocol_version", "TLSv1.2");
            server.show(RIGHT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefer", "require", "verify-full"})
    void aHandshakeThatIsNotAnsweredEndsInTime(String mode) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread acceptor = new Thread(() -> {
                try {
                    while (true) {
                        Socket client = silent.accept();
                        client.getOutputStream().write('S');
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            acceptor.setDaemon(true);
            acceptor.start();
            PgException failure = refused(
                    silent.getLocalPort(),
                    verifying(mode, AUTHORITY).andThen(connection -> connection.setConnectTimeout(1000)));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECT_TIMEOUT);
        }
    }

    @Test
    void channelBindingShowsWhoSitsInBetween() {
        server.show(RIGHT);
        Consumer<PgConnection> scram = connection -> {
            connection.setUsername("scram");
            connection.setPassword(TlsPostgres.PASSWORD);
            connection.setSslMode("require");
        };
        Consumer<PgConnection> bound = scram.andThen(connection -> connection.setChannelBinding("require"));
        assertThat(encrypted(bound)).isEqualTo(true);
        try (DecryptingProxy proxy = DecryptingProxy.to(server.port(), TestCertificate.selfSigned("localhost"))) {
            assertThat(encrypted(proxy.port(), scram.andThen(connection -> connection.setChannelBinding("disable"))))
                    .isEqualTo(true);
            PgException failure = refused(proxy.port(), bound);
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
            assertThat(failure.getMessage())
                    .contains("somebody in between decrypts")
                    .doesNotContain(TlsPostgres.PASSWORD);
        }
        PgException trusting = refused(bound.andThen(connection -> connection.setUsername("tlsonly")));
        assertThat(trusting.errorCode()).isEqualTo(PgErrorCode.AUTHENTICATION_FAILED);
        assertThat(trusting.hint()).contains("scram-sha-256 in the server's pg_hba.conf");
    }
}
