package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.connection.SslMode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the options of TLS, and with the files they name, is said before anything connects. */
class TlsOptionsTest {
    private static final String PASSWORD = "c4nary-k3y";
    private static final TestCertificate AUTHORITY = TestCertificate.authority("Root");
    private static final TestCertificate CLIENT = AUTHORITY.issue("app");

    @TempDir
    private Path files;

    private final PgConnection connection = new PgConnection();

    @BeforeEach
    void complete() {
        connection.setHost("db.example.com");
        connection.setUsername("app");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(files.resolve(name), text).toString();
    }

    private void client(String certificate, String key) {
        connection.setSslCert(certificate);
        connection.setSslKey(key);
    }

    private PgException refused() {
        PgException[] refused = new PgException[1];
        assertThatThrownBy(() -> connection.profile("crm"))
                .isInstanceOfSatisfying(PgException.class, e -> refused[0] = e);
        assertThat(refused[0].errorCode()).isEqualTo(PgErrorCode.INVALID_CONFIGURATION);
        assertThat(refused[0].getMessage()).doesNotContain(PASSWORD).doesNotContain("BEGIN");
        return refused[0];
    }

    @Test
    void filesAndTexts() throws IOException {
        connection.setSslMode("verify-full");
        connection.setSslRootCert(file("root.pem", "# of the company\n" + AUTHORITY.pem() + CLIENT.pem()));
        client("file:" + file("client.pem", CLIENT.pem() + AUTHORITY.pem()), CLIENT.encryptedKeyPem(PASSWORD));
        connection.setSslKeyPassword(PASSWORD);
        assertThat(connection.profile("crm").toString()).doesNotContain(PASSWORD, "BEGIN");
        client(CLIENT.pem().replace('\n', ' '), CLIENT.keyPem().replace('\n', ' '));
        connection.setSslKeyPassword("");
        assertThat(connection.profile("crm").tls().keyPassword()).isNull();
    }

    @Test
    void whatIsMissing() {
        connection.setSslMode("verify-full");
        client("/nowhere/client.pem", "/nowhere/client.key");
        assertThat(refused().getMessage())
                .contains("3 problems", "ssl-mode=verify-full needs ssl-root-cert")
                .contains("ssl-cert: '/nowhere/client.pem' does not exist")
                .contains("ssl-key: '/nowhere/client.key' does not exist");
    }

    @Test
    void whatIsNotWhatItShouldBe() throws IOException {
        connection.setSslRootCert(file("root.pem", CLIENT.keyPem()));
        client(file("client.pem", "no certificate"), files.toString());
        assertThat(refused().getMessage())
                .contains("3 problems")
                .contains("root.pem' has no CERTIFICATE, only [PRIVATE KEY]")
                .contains("client.pem' is not PEM; convert it: openssl x509 -inform DER")
                .contains("ssl-key: '" + files + "' cannot be read");
    }

    @Test
    void aDamagedCertificateIsCounted() throws IOException {
        String damaged = TestCertificate.pem("CERTIFICATE", new byte[] {0x30, 3, 2, 1, 0});
        connection.setSslRootCert(file("root.pem", AUTHORITY.pem() + damaged));
        assertThat(refused().getMessage()).contains("has a damaged certificate, number 2");
    }

    @Test
    void theKeyOfAnotherCertificate() throws IOException {
        client(CLIENT.pem(), file("client.key", AUTHORITY.keyPem()));
        assertThat(refused().getMessage())
                .contains("client.key' is not the key of the first certificate in ssl-cert, 'CN=app'");
    }

    @Test
    void theWrongPassword() {
        client(CLIENT.pem(), CLIENT.encryptedKeyPem("another"));
        assertThat(refused().getMessage()).contains("ssl-key: PEM text is encrypted: set ssl-key-password");
        connection.setSslKeyPassword(PASSWORD);
        assertThat(refused().getMessage()).contains("ssl-key-password is not its password");
    }

    @Test
    void halfOfAPair() {
        connection.setSslCert(CLIENT.pem());
        assertThat(refused().getMessage()).contains("ssl-cert and ssl-key go together, and one is missing");
        connection.setSslCert(null);
        connection.setSslKeyPassword(PASSWORD);
        assertThat(refused().getMessage()).contains("ssl-key-password is set without ssl-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "prefer", "require", "verify-ca"})
    void whoeverTrustsTheWorldVerifiesTheName(String mode) {
        connection.setSslRootCert("system");
        connection.setSslMode(mode);
        assertThat(refused().getMessage()).contains("ssl-root-cert=system needs ssl-mode=verify-full", "is " + mode);
        connection.setSslMode(null);
        var profile = connection.profile("crm");
        assertThat(profile.tls().effectiveMode(profile.server())).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource({
        "db.example.com,, REQUIRE",
        "localhost,, PREFER",
        "127.0.0.1,, PREFER",
        "[::1],, PREFER",
        "localhost, verify-full, VERIFY_FULL"
    })
    void theModeInForce(String host, String mode, SslMode inForce) {
        connection.setHost(host);
        connection.setSslMode(mode);
        connection.setSslRootCert(AUTHORITY.pem());
        var profile = connection.profile("crm");
        assertThat(profile.tls().effectiveMode(profile.server())).isEqualTo(inForce);
    }

    @ParameterizedTest
    @CsvSource({
        "db.example.com, disable, false",
        "db.example.com, allow, false",
        "db.example.com, prefer, false",
        "db.example.com, require, true",
        "db.example.com, verify-ca, true",
        "db.example.com, verify-full, true",
        "db.example.com, , true",
        "localhost, , false"
    })
    void encryptionThatIsDemandedIsInTheMode(String host, String mode, boolean fine) {
        connection.setHost(host);
        connection.setSslMode(mode);
        connection.setSslRootCert(mode != null && mode.startsWith("verify") ? AUTHORITY.pem() : null);
        connection.setRequireEncryption(true);
        if (fine) {
            assertThat(connection.profile("crm").tls().encryptionRequired()).isTrue();
        } else {
            assertThat(refused().getMessage())
                    .contains("require-encryption needs ssl-mode require, verify-ca or verify-full, and ssl-mode is ")
                    .contains(mode == null ? "prefer by default" : mode);
        }
    }

    @ParameterizedTest
    @CsvSource({"disable, false", "allow, false", "prefer, true", "require, true"})
    void channelBindingTakesTls(String mode, boolean fine) {
        connection.setSslMode(mode);
        connection.setChannelBinding("require");
        if (fine) {
            connection.profile("crm");
        } else {
            assertThat(refused().getMessage()).contains("channel-binding=require needs TLS, and ssl-mode is " + mode);
        }
    }

    @Test
    void wordsThatAreNone() {
        connection.setSslMode("verify");
        connection.setChannelBinding("always");
        assertThat(refused().getMessage())
                .contains("2 problems")
                .contains("ssl-mode must be one of disable, allow, prefer, require, verify-ca, verify-full, not")
                .contains("channel-binding must be one of disable, prefer, require, not 'always'");
    }

    @Test
    void withoutTlsNoFileIsLookedFor() {
        connection.setSslMode("disable");
        connection.setSslRootCert("/nowhere/root.pem");
        client("/nowhere/client.pem", "/nowhere/client.key");
        assertThat(connection.profile("crm").tls().rootCert()).hasToString("'/nowhere/root.pem'");
    }
}
