package io.camelpg.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the environment says about the mail server. */
class MailServerTest {
    @Test
    void isEncryptedWhereTheServerOffersIt() {
        assertThat(MailServer.properties(Map.of()))
                .isEqualTo(Map.of(
                        "mail.port", "25",
                        "mail.starttls", "true",
                        "mail.starttls-required", "false",
                        "mail.tls", "false"));
    }

    @Test
    void eachKindOfEncryptionHasItsPort() {
        assertThat(MailServer.properties(Map.of("SMTP_TLS", "starttls")))
                .containsEntry("mail.port", "587")
                .containsEntry("mail.starttls-required", "true")
                .containsEntry("mail.tls", "false");
        assertThat(MailServer.properties(Map.of("SMTP_TLS", "tls")))
                .containsEntry("mail.port", "465")
                .containsEntry("mail.starttls", "false")
                .containsEntry("mail.tls", "true");
        assertThat(MailServer.properties(Map.of("SMTP_TLS", "none", "SMTP_PORT", "2525")))
                .containsEntry("mail.port", "2525")
                .containsEntry("mail.starttls", "false")
                .containsEntry("mail.tls", "false");
    }

    @Test
    void theAccountGoesToTheComponent() {
        assertThat(MailServer.properties(Map.of("SMTP_USERNAME", "app", "SMTP_PASSWORD", "p&w %41+")))
                .containsEntry("camel.component.smtp.username", "app")
                .containsEntry("camel.component.smtp.password", "p&w %41+");
    }

    @Test
    void whatIsWrongIsNamedWithoutThePassword() {
        assertThatThrownBy(() -> MailServer.properties(Map.of("SMTP_TLS", "ssl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SMTP_TLS must be none, starttls or tls, not 'ssl'");
        assertThatThrownBy(() -> MailServer.properties(Map.of("SMTP_PASSWORD", "secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SMTP_USERNAME and SMTP_PASSWORD must be set together, or neither");
    }
}
