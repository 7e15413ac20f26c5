package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnSsh;
import io.camelpg.support.PgContext;
import io.camelpg.support.SilentProxy;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.TlsPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SSH tunnel, with a real SSH server before a real server. */
class SshTunnelIT {
    private static final String PASSWORD = "c4nary-ssh";
    private static final String PASSPHRASE = "c4nary-passphrase";
    private static final String QUERY = "pg:query?outputType=scalar&sql=SELECT 1";
    private static final KeyPair USER = OwnSsh.rsa();
    private static final KeyPair RSA = OwnSsh.rsa();
    private static final KeyPair EC = OwnSsh.ec();
    private static OwnSsh ssh;
    private static String database;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        ssh = OwnSsh.started(PASSWORD, USER, RSA, EC);
        database = TestPostgres.createDatabase();
    }

    @AfterAll
    static void stop() {
        ssh.close();
    }

    @BeforeEach
    void allow() {
        ssh.forward(true);
    }

    private static PgContext context(Consumer<PgConnection> settings) {
        return PgContext.on(database, TestPostgres.port(), connection -> {
            connection.setSshHost("127.0.0.1");
            connection.setSshPort(ssh.port());
            connection.setSshUsername(OwnSsh.USER);
            connection.setSshPassword(PASSWORD);
            connection.setSshKnownHosts(ssh.known(1));
            connection.setMaxConnections(4);
            settings.accept(connection);
        });
    }

    private static PgException fails(Consumer<PgConnection> settings, PgErrorCode code) {
        try (LogCapture log = new LogCapture();
                PgContext pg = context(settings)) {
            PgException failure = failure(pg.send(QUERY, null));
            assertThat(failure.errorCode()).as(failure.getMessage()).isEqualTo(code);
            assertThat(failure.getMessage()).contains("connection 'default'", "through SSH server ");
            assertThat(failure).hasStackTraceContaining("PG-").satisfies(e -> assertThat(
                            org.assertj.core.util.Throwables.getStackTrace(e))
                    .doesNotContain("c4nary"));
            assertThat(log.text()).doesNotContain("c4nary");
            return failure;
        }
    }

    private static String openSsh(KeyPair pair, String passphrase) throws Exception {
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherName("AES");
            encryption.setCipherMode("CTR");
            encryption.setCipherType("256");
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, text);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static String pkcs8(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static void keyOnly(PgConnection connection, String key) {
        connection.setSshPassword(null);
        connection.setSshKey(key);
    }

    @Test
    void byPassword() {
        try (PgContext pg = context(connection -> {})) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            assertThat(ssh.target()).isEqualTo("localhost");
            assertThat(ssh.sessions()).isEqualTo(1);
            assertThat(pg.component().connections().get(null).profile().address())
                    .endsWith("through SSH server 127.0.0.1:" + ssh.port());
        }
    }

    @Test
    void byPasswordsInFilesThatAreReadEachTime() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        try (LogCapture log = new LogCapture();
                PgContext pg = context(connection -> {
                    connection.setSshPassword(null);
                    connection.setSshPasswordFile(password.toString());
                })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            Files.delete(password);
            ssh.cut();
            Await.until("it is noticed", () -> log.text().contains(" broke;"));
            PgException failure = failure(pg.send(QUERY, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CREDENTIALS_UNAVAILABLE);
            assertThat(failure.getMessage()).contains("ssh-password-file=" + password + " does not exist");
            Files.writeString(password, PASSWORD);
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE);
        String key = openSsh(USER, PASSPHRASE);
        try (PgContext pg = context(connection -> {
            keyOnly(connection, key);
            connection.setSshKeyPassphraseFile(passphrase.toString());
        })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void aNameThatOnlyTheSshServerKnows() {
        try (PgContext pg = context(connection -> {
            connection.setHost(OwnSsh.INTERNAL);
            connection.setSslMode("disable");
        })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            assertThat(ssh.target()).isEqualTo(OwnSsh.INTERNAL);
        }
    }

    @Test
    void severalHostsEachThroughATunnelOfItsOwn() {
        String hosts = "localhost:1,localhost:" + TestPostgres.port();
        try (PgContext pg = context(connection -> connection.setHost(hosts))) {
            assertThat(body(pg.send("pg:execute?outputType=scalar&sql=SELECT 1", null)))
                    .isEqualTo(1);
            assertThat(ssh.sessions()).isEqualTo(2);
        }
        Await.until("the sessions have ended", () -> ssh.sessions() == 0);
        assertThat(fails(connection -> connection.setHost("localhost:1,localhost:2"), PgErrorCode.NO_USABLE_HOST)
                        .detail())
                .contains("localhost:1 PG-001 ", "localhost:2 PG-001 ", "could not connect");
        fails(
                connection -> {
                    connection.setHost(hosts);
                    connection.setSshPort(1);
                },
                PgErrorCode.TUNNEL_FAILED);
    }

    @Test
    void byKey() throws Exception {
        Path file = Files.writeString(directory.resolve("id_rsa"), openSsh(USER, null));
        for (String key : List.of(openSsh(USER, null), pkcs8(USER), file.toString())) {
            try (PgContext pg = context(connection -> keyOnly(connection, key))) {
                assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            }
        }
    }

    @Test
    void byAnEncryptedKey() throws Exception {
        String key = openSsh(USER, PASSPHRASE);
        assertThat(key).contains("BEGIN OPENSSH PRIVATE KEY");
        try (PgContext pg = context(connection -> {
            keyOnly(connection, key);
            connection.setSshKeyPassphrase(PASSPHRASE);
        })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
        Await.until("the session has ended", () -> ssh.sessions() == 0);
        assertThat(fails(
                                connection -> {
                                    keyOnly(connection, key);
                                    connection.setSshKeyPassphrase("c4nary-wrong");
                                },
                                PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("ssh-key-passphrase");
        assertThat(fails(connection -> keyOnly(connection, key), PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("without a passphrase");
        assertThat(ssh.sessions()).isZero();
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNotAgainAtOnce() {
        int before = ssh.passwords();
        try (PgContext pg = context(connection -> connection.setSshPassword("c4nary-wrong"))) {
            PgException failure = failure(pg.send(QUERY, null));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TUNNEL_REFUSED);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.getMessage())
                    .contains("rejected user or password", "ssh-username")
                    .doesNotContain("c4nary");
            int tried = ssh.passwords() - before;
            assertThat(failure(pg.send(QUERY, null)).getMessage()).contains("not tried again for");
            assertThat(ssh.passwords() - before).isEqualTo(tried);
        }
    }

    @Test
    void aKeyThatIsNotAuthorized() throws Exception {
        String other = openSsh(OwnSsh.ec(), null);
        assertThat(fails(connection -> keyOnly(connection, other), PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("rejected user or key");
    }

    @Test
    void anUnknownHostKeyIsRefusedWithItsFingerprint() {
        int before = ssh.passwords();
        assertThat(fails(
                                connection -> connection.setSshKnownHosts("# nobody\nother.example.com "
                                        + ssh.known(0).split(" ", 2)[1]),
                                PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("is not known", "SHA256:", "ssh-keyscan -p " + ssh.port() + " 127.0.0.1");
        Path none = directory.resolve("known_hosts");
        assertThat(fails(connection -> connection.setSshKnownHosts(none.toString()), PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("ssh-known-hosts=" + none, "does not exist");
        assertThat(ssh.passwords())
                .as("no password was shown to somebody unknown")
                .isEqualTo(before);
    }

    @Test
    void aChangedHostKeyIsRefusedWithBothFingerprints() {
        int before = ssh.passwords();
        KeyPair other = OwnSsh.ec();
        String line = ssh.known(1).split(" ")[0] + " "
                + org.apache.sshd.common.config.keys.PublicKeyEntry.toString(other.getPublic());
        assertThat(fails(connection -> connection.setSshKnownHosts(line), PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("is another one", OwnSsh.fingerprint(EC), OwnSsh.fingerprint(other));
        assertThat(fails(
                                connection ->
                                        connection.setSshKnownHosts("@revoked " + ssh.known(1) + "\n" + ssh.known(1)),
                                PgErrorCode.TUNNEL_REFUSED)
                        .getMessage())
                .contains("marked as revoked", OwnSsh.fingerprint(EC));
        assertThat(ssh.passwords()).isEqualTo(before);
    }

    @Test
    void ofSeveralHostKeysTheKnownOneIsAskedFor() throws Exception {
        for (int key : new int[] {0, 1}) {
            Path file = Files.writeString(directory.resolve("known_hosts"), ssh.known(key) + "\n");
            try (PgContext pg = context(connection -> connection.setSshKnownHosts(file.toString()))) {
                assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            }
        }
    }

    @Test
    void forwardingThatTheServerRefuses() {
        ssh.forward(false);
        PgException failure = fails(connection -> {}, PgErrorCode.TUNNEL_REFUSED);
        assertThat(failure.getMessage())
                .contains("does not forward to localhost:" + TestPostgres.port(), "AllowTcpForwarding");
    }

    @Test
    void nobodyAtTheOtherEnd() {
        PgException failure = fails(connection -> connection.setPort(1), PgErrorCode.CONNECTION_REFUSED);
        assertThat(failure.getMessage()).contains("could not connect to localhost:1 from there");
    }

    @Test
    void noSshServer() {
        PgException failure = fails(connection -> connection.setSshPort(1), PgErrorCode.TUNNEL_FAILED);
        assertThat(failure.getMessage()).contains("connection refused");
        assertThat(failure.retryable()).isTrue();
        assertThat(fails(connection -> connection.setSshHost("no-such-host.invalid"), PgErrorCode.TUNNEL_FAILED)
                        .getMessage())
                .contains("'no-such-host.invalid' cannot be resolved");
    }

    @Test
    void goneAndBackAgain() {
        try (OwnSsh own = OwnSsh.started(PASSWORD, USER, EC);
                PgContext pg = context(connection -> {
                    connection.setSshPort(own.port());
                    connection.setSshKnownHosts(own.known(0));
                })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            own.stop();
            Await.until("it is gone", () -> pg.send(QUERY, null).getException() != null);
            assertThat(failure(pg.send(QUERY, null)).errorCode()).isEqualTo(PgErrorCode.TUNNEL_FAILED);
            own.startAgain();
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void aBrokenTunnelIsRebuiltBeforeTheNextCall() {
        try (LogCapture log = new LogCapture();
                PgContext pg = context(connection -> {})) {
            body(pg.send(QUERY, null));
            for (int i = 1; i <= 5; i++) {
                int times = i;
                ssh.cut();
                Await.until(
                        "it is noticed",
                        () -> log.text()
                                        .lines()
                                        .filter(line -> line.contains(" broke;"))
                                        .count()
                                == times);
                assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            }
        }
    }

    /** No packet comes through, and no end of a connection either: only the keep-alive finds out. */
    @Test
    void aSilentNetworkIsNoticed() {
        try (LogCapture log = new LogCapture();
                SilentProxy network = SilentProxy.to(ssh.port());
                PgContext pg = context(connection -> {
                    connection.setSshPort(network.port());
                    connection.setSshKnownHosts(
                            "[127.0.0.1]:" + network.port() + " " + ssh.known(1).split(" ", 2)[1]);
                })) {
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
            network.silent(true);
            Await.until(
                    "it is noticed", Duration.ofSeconds(60), () -> log.text().contains(" broke;"));
            network.silent(false);
            assertThat(body(pg.send(QUERY, null))).isEqualTo(1);
        }
    }

    @Test
    void cutUnderLoadNothingAcknowledgedIsLost() {
        TestPostgres.execute(database, "CREATE TABLE ledger (id int PRIMARY KEY)");
        try (PgContext pg = context(connection -> {})) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger ids = new AtomicInteger();
            Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
            Set<String> codes = java.util.concurrent.ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> load = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                while (!over.get()) {
                                    int id = ids.incrementAndGet();
                                    Exchange exchange =
                                            pg.send("pg:execute?sql=INSERT INTO ledger VALUES (:id)", Map.of("id", id));
                                    if (exchange.getException() == null) {
                                        acknowledged.add(id);
                                    } else {
                                        codes.add(failure(exchange).code());
                                    }
                                }
                            },
                            Faults::start))
                    .toList();
            for (int cut = 0; cut < 8; cut++) {
                int before = acknowledged.size();
                Await.until("there is work", () -> acknowledged.size() > before + 50);
                ssh.cut();
            }
            int before = acknowledged.size();
            Await.until("it goes on", () -> acknowledged.size() > before + 50);
            over.set(true);
            load.forEach(CompletableFuture::join);
            assertThat(codes)
                    .as("cut in the middle, or while it was opened again")
                    .isNotEmpty()
                    .isSubsetOf("PG-404", "PG-009", "PG-011", "PG-014", "PG-001");
            Set<Integer> lost = new TreeSet<>(acknowledged);
            for (String id : TestPostgres.scalar(database, "SELECT string_agg(id::text, ',') FROM ledger")
                    .split(",")) {
                lost.remove(Integer.valueOf(id));
            }
            assertThat(lost).isEmpty();
        }
    }

    @Test
    void tlsVerifiesTheServersOwnName() {
        TestCertificate authority = TestCertificate.authority("Authority");
        try (TlsPostgres server = TlsPostgres.started(authority.issue("server", "dns:localhost"), authority)) {
            Consumer<PgConnection> tls = connection -> {
                connection.setPort(server.port());
                connection.setDatabase("postgres");
                connection.setUsername("app");
                connection.setSslMode("verify-full");
                connection.setSslRootCert(authority.pem());
            };
            try (PgContext pg = context(tls)) {
                assertThat(body(pg.send(
                                "pg:query?outputType=scalar&sql=SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                                null)))
                        .isEqualTo(true);
            }
            // Both name the same machine; the certificate only has one of them.
            assertThat(fails(tls.andThen(connection -> connection.setHost("127.0.0.1")), PgErrorCode.TLS_FAILED)
                            .getMessage())
                    .contains("127.0.0.1");
        }
    }

    @Test
    void nothingIsLeftAfterClose() {
        long threads = threads();
        try (PgContext pg = context(connection -> {})) {
            body(pg.send(QUERY, null));
            assertThat(threads()).isGreaterThan(threads);
        }
        try (PgContext pg = context(connection -> connection.setSshPassword("c4nary-wrong"))) {
            assertThat(pg.send(QUERY, null).getException()).isNotNull();
        }
        Await.until("its threads have ended", () -> threads() == threads);
        Await.until("the SSH server has no session", () -> ssh.sessions() == 0);
        Await.until("the server has no session", () -> TestPostgres.scalar(
                        "postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "'")
                .equals("0"));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SshClient"))
                .count();
    }

    @Test
    void everyFaultOfTheOptionsAtOnce() {
        assertThatThrownBy(() -> {
                    try (PgContext pg = context(connection -> {
                        connection.setSshPassword(null);
                        connection.setSshUsername(null);
                        connection.setSshPort(0);
                        connection.setSshKeyPassphrase("c4nary");
                    })) {
                        pg.send(QUERY, null);
                    }
                })
                .hasStackTraceContaining("ssh-port must be from 1 to 65535")
                .hasStackTraceContaining("ssh-username is not set")
                .hasStackTraceContaining("none of ssh-password, ssh-password-file and ssh-key is set")
                .hasStackTraceContaining("ssh-key-passphrase needs ssh-key");
    }
}
