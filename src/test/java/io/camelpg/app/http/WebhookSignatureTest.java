package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    /** The example of GitHub's page "Validating webhook deliveries". */
    private static final String SECRET = "It's a Secret to Everybody";

    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void isWhatGitHubsIs() {
        assertThat(new WebhookSignature(SECRET).sign(BODY)).isEqualTo(SIGNATURE);
        assertThatCode(() -> new WebhookSignature(SECRET).check(BODY, SIGNATURE))
                .doesNotThrowAnyException();
        assertThatCode(() -> new WebhookSignature(SECRET)
                        .check(BODY, "sha256=" + SIGNATURE.substring(7).toUpperCase(Locale.ROOT)))
                .doesNotThrowAnyException();
    }

    @Test
    void anyOfSeveralSecretsIsAcceptedAndTheFirstSigns() {
        WebhookSignature rotating = new WebhookSignature(" new ,, " + SECRET + " ,");

        assertThatCode(() -> rotating.check(BODY, SIGNATURE)).doesNotThrowAnyException();
        assertThat(rotating.sign(BODY))
                .isEqualTo(new WebhookSignature("new").sign(BODY))
                .isNotEqualTo(SIGNATURE);
    }

    @Test
    void anEmptyBodyHasASignature() {
        WebhookSignature signature = new WebhookSignature(SECRET);

        assertThatCode(() -> signature.check(null, signature.sign(new byte[0]))).doesNotThrowAnyException();
    }

    @Test
    void everyOtherBitIsRefused() {
        WebhookSignature signature = new WebhookSignature(SECRET);
        for (int i = 0; i < SIGNATURE.length(); i++) {
            String other =
                    SIGNATURE.substring(0, i) + (SIGNATURE.charAt(i) == '0' ? '1' : '0') + SIGNATURE.substring(i + 1);
            assertRefused(signature, other, 401);
        }
        assertRefused(signature, null, 401);
        assertRefused(signature, "", 401);
        assertRefused(signature, SIGNATURE + "0", 401);
    }

    @Test
    void withoutASecretNothingIsAccepted() {
        for (String none : new String[] {"", " ", ",", " , "}) {
            WebhookSignature signature = new WebhookSignature(none);
            assertRefused(signature, SIGNATURE, 503);
            assertThatThrownBy(() -> signature.sign(BODY)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void assertRefused(WebhookSignature signature, String sent, int status) {
        assertThatThrownBy(() -> signature.check(BODY, sent))
                .as(sent)
                .isInstanceOfSatisfying(RequestRejectedException.class, e -> assertThat(e.status())
                        .isEqualTo(status));
    }
}
