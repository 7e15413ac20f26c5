package io.camelpg.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A mail as its readers' programs take it apart. */
class MailMessageTest {
    private final MailMessage mails = new MailMessage("shop@example.com");

    @Test
    void textAndHtmlAreAlternativesAndAttachmentsAreBesideThem() throws Exception {
        MimeMessage mail = sent(Map.of(
                "mailTo", "a@example.com, B <b@example.com>",
                "mailSubject", "Größe: 5 €",
                "mailText", "Täglich",
                "mailHtml", "<b>Täglich</b>",
                "attachment.b.csv", "x;ü\r\n",
                "attachment.a.ndjson.gz", new ByteArrayInputStream(new byte[] {1, 2, 0, -1}),
                "other", "x"));

        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("shop@example.com");
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.com", "B <b@example.com>");
        assertThat(mail.getSubject()).isEqualTo("Größe: 5 €");
        MimeMultipart mixed = (MimeMultipart) mail.getContent();
        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        assertThat(mixed.getCount()).isEqualTo(3);
        MimeMultipart alternatives = (MimeMultipart) mixed.getBodyPart(0).getContent();
        assertThat(alternatives.getContentType()).startsWith("multipart/alternative");
        assertThat(alternatives.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(alternatives.getBodyPart(0).getContent()).isEqualTo("Täglich");
        assertThat(alternatives.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(alternatives.getBodyPart(1).getContent()).isEqualTo("<b>Täglich</b>");
        assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("a.ndjson.gz");
        try (InputStream gz = mixed.getBodyPart(1).getInputStream()) {
            assertThat(gz.readAllBytes()).containsExactly(1, 2, 0, -1);
        }
        assertThat(mixed.getBodyPart(2).getFileName()).isEqualTo("b.csv");
        assertThat(mixed.getBodyPart(2).getContentType()).startsWith("text/csv; charset=utf-8");
        assertThat(mixed.getBodyPart(2).getDisposition()).isEqualTo("attachment");
        try (InputStream csv = mixed.getBodyPart(2).getInputStream()) {
            assertThat(csv).hasBinaryContent("x;ü\r\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTextAloneIsAMail() throws Exception {
        MimeMessage mail = sent(Map.of("mailTo", "a@example.com", "mailSubject", "x", "mailText", "y"));

        MimeMultipart alternatives = (MimeMultipart) mail.getContent();
        assertThat(alternatives.getCount()).isEqualTo(1);
        assertThat(alternatives.getBodyPart(0).getContent()).isEqualTo("y");
    }

    @Test
    void aLineBreakInTheSubjectBeginsNoHeader() throws Exception {
        MimeMessage mail = sent(Map.of(
                "mailTo", "a@example.com", "mailSubject", "x\r\nBcc: thief@example.com\n\nbody", "mailText", "y"));

        assertThat(mail.getSubject()).isEqualTo("x Bcc: thief@example.com body");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
    }

    @Test
    void theSameMailHasTheSameId() throws Exception {
        MimeMessage mail = sent(Map.of(
                "mailTo", "a@example.com", "mailSubject", "x", "mailText", "y", "mailId", "<report-1@example.com>"));

        assertThat(mail.getMessageID()).isEqualTo("<report-1@example.com>");
    }

    @Test
    void whatIsMissingOrNoAddressIsNamed() {
        assertThatThrownBy(() -> sent(Map.of("mailTo", "a@example.com", "mailSubject", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mail needs the variable mailText");
        for (String wrong : List.of("nobody at home", "a@b c@d", "a@example.com\r\nBcc: b@example.com")) {
            assertThatThrownBy(() -> sent(Map.of("mailTo", wrong, "mailSubject", "x", "mailText", "y")))
                    .as(wrong)
                    .isInstanceOf(AddressException.class);
        }
    }

    /** Written to bytes and read again, as a server does. */
    private MimeMessage sent(Map<String, Object> variables) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            variables.forEach(exchange::setVariable);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            MimeMessage mail = mails.compose(exchange);
            String id = mail.getMessageID();
            mail.saveChanges();
            if (id != null) {
                mail.setHeader("Message-ID", id);
            }
            mail.writeTo(bytes);
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).contains("MIME-Version: 1.0");
            return new MimeMessage(null, new ByteArrayInputStream(bytes.toByteArray()));
        }
    }
}
