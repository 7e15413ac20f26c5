package io.camelpg.app;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of customer-sync that depend on others: with the embedded database it works at once, with a secret that
 * everybody knows and the application itself in the place of the CRM; on a server nothing is taken or sent before somebody
 * has said what with and where to.
 */
final class CrmSettings {
    /** The secret for trying things out. */
    static final String LOCAL_SECRET = "try-me";

    private static final Logger LOG = LoggerFactory.getLogger(CrmSettings.class);

    private CrmSettings() {}

    /**
     * @param local whether the database is the embedded one
     * @return the application's properties {@code crm.*} that are not in its file
     */
    static Map<String, String> of(Map<String, String> environment, boolean local) {
        Map<String, String> properties = new HashMap<>();
        String secret = value(environment, "CRM_WEBHOOK_SECRET");
        if (secret == null && !local) {
            LOG.warn("CRM_WEBHOOK_SECRET is not set: POST /webhooks/crm/customers takes nothing and answers 503");
        }
        if (secret == null) {
            secret = local ? LOCAL_SECRET : ",";
        }
        String callbackSecret = value(environment, "CRM_CALLBACK_SECRET");
        String url = value(environment, "CRM_CALLBACK_URL");
        properties.put("crm.webhook-secret", secret);
        properties.put("crm.callback-secret", callbackSecret == null ? secret : callbackSecret);
        properties.put("crm.callback-enabled", Boolean.toString(url != null || local));
        properties.put("crm.local", Boolean.toString(local));
        properties.put("crm.callback-url", url == null ? "http://localhost:{{camel.server.port}}/crm/callbacks" : url);
        return properties;
    }

    /** A command that works with the secret for trying things out, because the signature is that of its body. */
    static String example(String http) {
        String body = "{\"id\":1,\"name\":\"Ada Byron\",\"email\":\"ada@example.com\",\"updated_at\":\""
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}";
        String signature = new WebhookSignature(LOCAL_SECRET).sign(body.getBytes(StandardCharsets.UTF_8));
        return "curl -d '" + body + "' -H 'Content-Type: application/json' -H '" + WebhookSignature.HEADER + ": "
                + signature + "' " + http + "/webhooks/crm/customers";
    }

    private static @Nullable String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
