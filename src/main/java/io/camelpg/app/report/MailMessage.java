package io.camelpg.app.report;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mail of the variables of an exchange: {@code mailTo} (addresses, comma separated), {@code mailSubject}, {@code
 * mailText} and, where they are set, {@code mailHtml}, {@code mailId} (a Message-ID, by which mailboxes know a mail that
 * came before) and one {@code attachment.<file name>} for each attachment, of anything that Camel converts to bytes. It takes
 * them away, so that the next mail of the exchange has none of the last one's.
 *
 * <p>By itself, because camel-mail puts attachments into the HTML alternative, where a reader who chose the plain text does
 * not see them. Here they are beside both: {@code multipart/mixed} of {@code multipart/alternative} and the attachments
 * (RFC 2046, 5.1.3 and 5.1.4). Thread-safe.
 */
public final class MailMessage {
    static final String ATTACHMENT = "attachment.";

    private static final Set<String> NAMES = Set.of("mailTo", "mailSubject", "mailText", "mailHtml", "mailId");
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private static final Map<String, String> TYPES = Map.of(
            "csv", "text/csv; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "json", "application/json",
            "ndjson", "application/x-ndjson",
            "png", "image/png",
            "gz", "application/gzip");

    private final String from;

    /** @param from the sender's address */
    public MailMessage(String from) {
        this.from = from;
    }

    /**
     * The mail, to be the body for {@code smtp:}.
     *
     * @throws IllegalArgumentException where a variable is missing
     * @throws jakarta.mail.internet.AddressException where an address is none
     */
    public MimeMessage compose(Exchange exchange) throws MessagingException {
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipients(Message.RecipientType.TO, InternetAddress.parse(required(exchange, "mailTo"), true));
        // a line break would begin another header
        mail.setSubject(required(exchange, "mailSubject").replaceAll("\\p{Cntrl}+", " "), UTF_8);
        String id = exchange.getVariable("mailId", String.class);
        if (id != null) {
            mail.setHeader("Message-ID", id);
        }
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(content(exchange));
        exchange.getVariables().keySet().stream()
                .filter(name -> name.startsWith(ATTACHMENT) || NAMES.contains(name))
                .toList()
                .forEach(exchange::removeVariable);
        return mail;
    }

    private static MimeMultipart content(Exchange exchange) throws MessagingException {
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(text(required(exchange, "mailText"), "plain"));
        String html = exchange.getVariable("mailHtml", String.class);
        if (html != null) {
            // the last one is the one that readers prefer
            alternatives.addBodyPart(text(html, "html"));
        }
        Map<String, Object> attachments = attachments(exchange);
        if (attachments.isEmpty()) {
            return alternatives;
        }
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(alternatives);
        MimeMultipart mixed = new MimeMultipart("mixed", body);
        for (Map.Entry<String, Object> attachment : attachments.entrySet()) {
            byte[] bytes =
                    exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, attachment.getValue());
            mixed.addBodyPart(file(attachment.getKey(), bytes == null ? new byte[0] : bytes));
        }
        return mixed;
    }

    private static Map<String, Object> attachments(Exchange exchange) {
        Map<String, Object> attachments = new TreeMap<>();
        exchange.getVariables().forEach((name, content) -> {
            if (name.startsWith(ATTACHMENT) && content != null) {
                attachments.put(name.substring(ATTACHMENT.length()), content);
            }
        });
        return attachments;
    }

    private static BodyPart text(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static BodyPart file(String name, byte[] content) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String type = TYPES.getOrDefault(extension, "application/octet-stream");
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
        part.setDisposition(Part.ATTACHMENT);
        part.setFileName(name);
        return part;
    }

    private static String required(Exchange exchange, String name) {
        @Nullable String value = exchange.getVariable(name, String.class);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a mail needs the variable " + name);
        }
        return value;
    }
}
