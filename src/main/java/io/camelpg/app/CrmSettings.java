package io.camelpg.app;

import io.camelpg.app.http.WebhookSignature;
import java.util.Map;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of customer-sync that depend on others: with the embedded database it works at once, with a secret that
 * everybody knows and the application itself in the place of the CRM; on a server nothing is taken or sent before somebody
 * has said what with and where to.
 *
 * @param received checks what the CRM sends
 * @param sent signs what the CRM is told
 * @param properties the application's properties {@code crm.*} that are not in its file; never a secret, in which Camel
 *     would also read {@code #} and <code>{{</code>
 */
record CrmSettings(WebhookSignature received, WebhookSignature sent, Map<String, String> properties) {
    /** The secret for trying things out. */
    static final String LOCAL_SECRET = "try-me";

    private static final Logger LOG = LoggerFactory.getLogger(CrmSettings.class);

    /** @param local whether the database is the embedded one */
    static CrmSettings of(Map<String, String> environment, boolean local) {
        String secret = value(environment, "CRM_WEBHOOK_SECRET");
        if (secret == null && !local) {
            LOG.warn("CRM_WEBHOOK_SECRET is not set: POST /webhooks/crm/customers takes nothing and answers 503");
        }
        if (secret == null) {
            secret = local ? LOCAL_SECRET : "";
        }
        String callbackSecret = value(environment, "CRM_CALLBACK_SECRET");
        String url = value(environment, "CRM_CALLBACK_URL");
        return new CrmSettings(
                new WebhookSignature(secret),
                new WebhookSignature(callbackSecret == null ? secret : callbackSecret),
                Map.of(
                        "crm.local",
                        Boolean.toString(local),
                        "crm.callback-enabled",
                        Boolean.toString(url != null || local),
                        "crm.callback-url",
                        url == null ? "http://localhost:{{camel.server.port}}/crm/callbacks" : url));
    }

    /** Puts them where the route finds them. */
    void addTo(Main main) {
        main.bind("crmSignature", received);
        main.bind("callbackSignature", sent);
        properties.forEach(main::addInitialProperty);
    }

    private static @Nullable String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
