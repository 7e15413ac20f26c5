package io.camelpg.connection.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that OpenSSL 3.0 wrote, in src/test/resources/tls; they are nobody's. */
class PrivateKeysTest {
    private static final String PASSWORD = "camel-key-pass";

    private static String text(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/tls", name));
    }

    private static Supplier<char[]> password(String password) {
        return password::toCharArray;
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs8.key, rsa.crt",
        "rsa-pkcs1.key, rsa.crt",
        "rsa-pkcs8-aes256.key, rsa.crt",
        "rsa-pkcs8-aes128-sha1.key, rsa.crt",
        "ec-sec1.key, ec.crt",
        "ec-pkcs8.key, ec.crt",
        "rsa-pss.key, rsa-pss.crt"
    })
    void everyFormatIsReadAndBelongsToItsCertificateOnly(String key, String certificate) throws Exception {
        PrivateKey read = PrivateKeys.read(text(key), password(PASSWORD));
        for (String each : List.of("rsa.crt", "ec.crt", "rsa-pss.crt")) {
            assertThat(Certificates.belong(read, Certificates.read(text(each)).get(0)))
                    .as(each)
                    .isEqualTo(each.equals(certificate));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs8.key", "rsa-pkcs1.key", "ec-sec1.key"})
    void lineBreaksMayBeSpaces(String name) throws Exception {
        assertThat(PrivateKeys.read(text(name).replace('\n', ' '), null)).isEqualTo(PrivateKeys.read(text(name), null));
        assertThat(PrivateKeys.read(text(name).replace("\n", "\r\n"), null))
                .isEqualTo(PrivateKeys.read(text(name), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa-pkcs8-aes256.key      |           | is encrypted: set ssl-key-password",
                "rsa-pkcs8-aes256.key      | wr0ng-one | ssl-key-password is not its password",
                "rsa-pkcs8-aes128-sha1.key | wr0ng-one | ssl-key-password is not its password",
                "rsa-pkcs8-aes256.key      | wr0ng-ön  | other characters than ASCII's",
                "rsa-pkcs8-des3.key        | wr0ng-one | openssl pkcs8 -topk8",
                "rsa-pkcs8-scrypt.key      | wr0ng-one | openssl pkcs8 -topk8",
                "rsa-pkcs1-encrypted.key   | wr0ng-one | is encrypted in OpenSSL's old format; convert it: openssl pkcs8",
                "ed25519.key               |           | neither an RSA nor an EC key",
                "rsa.crt                   |           | 'has no PRIVATE KEY, only [CERTIFICATE]'"
            })
    void whatCannotBeUsedSaysWhatToDo(String name, String password, String reason) throws Exception {
        String text = text(name);
        assertThatThrownBy(() -> PrivateKeys.read(text, password == null ? null : password(password)))
                .isInstanceOf(PemException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void whatIsNoPemIsSaid() throws Exception {
        String der = new String(
                Base64.getMimeDecoder().decode(text("rsa-pkcs8.key").replaceAll("-----[A-Z ]+-----", "")),
                StandardCharsets.ISO_8859_1);
        for (String text : List.of("", "ssh-rsa AAAA", der)) {
            assertThatThrownBy(() -> PrivateKeys.read(text, null)).hasMessageStartingWith("is not PEM; convert it");
        }
    }

    /** A file that somebody is still writing: whatever is there, it is no key, and never something else. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs8.key", "rsa-pkcs1.key", "ec-sec1.key", "ec-pkcs8.key"})
    void noBeginningOfAFileIsAKey(String name) throws Exception {
        String whole = text(name).strip();
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> PrivateKeys.read(part, null)).isInstanceOf(PemException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs8.key", "rsa-pkcs1.key", "ec-sec1.key", "ec-pkcs8.key"})
    void cutDataIsDamaged(String name) throws Exception {
        String text = text(name);
        int begin = text.indexOf("PRIVATE KEY-----") + 17;
        for (int end = begin; end < text.lastIndexOf("-----END") - 8; end += 4) {
            String cut = text.substring(0, end).stripTrailing() + text.substring(text.lastIndexOf("-----END"));
            assertThatThrownBy(() -> PrivateKeys.read(cut, null)).isInstanceOf(PemException.class);
        }
    }
}
