package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CrmSettingsTest {
    @Test
    void withTheEmbeddedDatabaseItWorksAtOnce() {
        assertThat(CrmSettings.of(Map.of(), true))
                .containsEntry("crm.webhook-secret", CrmSettings.LOCAL_SECRET)
                .containsEntry("crm.callback-enabled", "true")
                .containsEntry("crm.local", "true")
                .containsEntry("crm.callback-url", "http://localhost:{{camel.server.port}}/crm/callbacks");
    }

    @Test
    void onAServerNothingIsTakenOrSentUntilSomebodySaysSo() {
        assertThat(CrmSettings.of(Map.of("CRM_WEBHOOK_SECRET", " "), false))
                .containsEntry("crm.webhook-secret", ",")
                .containsEntry("crm.callback-enabled", "false")
                .containsEntry("crm.local", "false");
    }

    @Test
    void theCallbacksHaveASecretOfTheirOwnIfThereIsOne() {
        assertThat(CrmSettings.of(
                        Map.of("CRM_WEBHOOK_SECRET", "a,b", "CRM_CALLBACK_URL", "https://crm.example.com/?token=x"),
                        false))
                .containsEntry("crm.webhook-secret", "a,b")
                .containsEntry("crm.callback-secret", "a,b")
                .containsEntry("crm.callback-enabled", "true")
                .containsEntry("crm.callback-url", "https://crm.example.com/?token=x");
        assertThat(CrmSettings.of(Map.of("CRM_WEBHOOK_SECRET", "a", "CRM_CALLBACK_SECRET", "c"), false))
                .containsEntry("crm.callback-secret", "c");
    }
}
