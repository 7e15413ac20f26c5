package io.camelpg.app.report;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What SMTP_TLS, SMTP_PORT, SMTP_USERNAME and SMTP_PASSWORD say about the mail server, as properties of the routes and of
 * Camel's mail component. A password is given to the component, not written into an endpoint's URI, which logs show.
 */
public final class MailServer {
    private MailServer() {}

    /** How the connection is encrypted, with the ports of RFC 6409 and RFC 8314, 3.3. */
    private enum Tls {
        NONE("none", "25", false, false, false),
        /** Encrypted where the server offers it. */
        OFFERED("", "25", true, false, false),
        STARTTLS("starttls", "587", true, true, false),
        TLS("tls", "465", false, false, true);

        private final String value;
        private final String port;
        private final boolean upgraded;
        private final boolean required;
        private final boolean implicit;

        Tls(String value, String port, boolean upgraded, boolean required, boolean implicit) {
            this.value = value;
            this.port = port;
            this.upgraded = upgraded;
            this.required = required;
            this.implicit = implicit;
        }

        static Tls of(String wanted) {
            for (Tls tls : values()) {
                if (tls.value.equals(wanted)) {
                    return tls;
                }
            }
            throw new IllegalArgumentException("SMTP_TLS must be none, starttls or tls, not '" + wanted + "'");
        }
    }

    /** @throws IllegalArgumentException for a value that is none, or a name without a password */
    public static Map<String, String> properties(Map<String, String> environment) {
        Tls tls = Tls.of(value(environment, "SMTP_TLS", ""));
        Map<String, String> properties = new HashMap<>();
        properties.put("mail.port", value(environment, "SMTP_PORT", tls.port));
        properties.put("mail.starttls", Boolean.toString(tls.upgraded));
        properties.put("mail.starttls-required", Boolean.toString(tls.required));
        properties.put("mail.tls", Boolean.toString(tls.implicit));
        String username = value(environment, "SMTP_USERNAME", "");
        String password = environment.get("SMTP_PASSWORD");
        if (username.isEmpty() != isEmpty(password)) {
            throw new IllegalArgumentException("SMTP_USERNAME and SMTP_PASSWORD must be set together, or neither");
        }
        if (!username.isEmpty() && password != null) {
            properties.put("camel.component.smtp.username", username);
            properties.put("camel.component.smtp.password", password);
        }
        return properties;
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        String value = environment.get(name);
        return isEmpty(value) || value == null ? otherwise : value.strip();
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
