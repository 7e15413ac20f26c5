package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.app.http.RequestRejectedException;
import io.camelpg.app.http.WebhookSignature;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrmSettingsTest {
    private static final byte[] BODY = {1, 2, 3};

    @Test
    void withTheEmbeddedDatabaseItWorksAtOnce() {
        CrmSettings settings = CrmSettings.of(Map.of(), true);

        assertThat(settings.received().sign(BODY)).isEqualTo(signed(CrmSettings.LOCAL_SECRET));
        assertThat(settings.sent().sign(BODY)).isEqualTo(signed(CrmSettings.LOCAL_SECRET));
        assertThat(settings.properties())
                .containsEntry("crm.callback-enabled", "true")
                .containsEntry("crm.local", "true")
                .containsEntry("crm.callback-url", "http://localhost:{{camel.server.port}}/crm/callbacks");
    }

    @Test
    void onAServerNothingIsTakenOrSentUntilSomebodySaysSo() {
        CrmSettings settings = CrmSettings.of(Map.of("CRM_WEBHOOK_SECRET", " "), false);

        assertThatThrownBy(() -> settings.received().check(BODY, signed(CrmSettings.LOCAL_SECRET)))
                .isInstanceOfSatisfying(RequestRejectedException.class, e -> assertThat(e.status())
                        .isEqualTo(503));
        assertThat(settings.properties())
                .containsEntry("crm.callback-enabled", "false")
                .containsEntry("crm.local", "false");
    }

    @Test
    void theCallbacksHaveASecretOfTheirOwnIfThereIsOne() {
        CrmSettings shared = CrmSettings.of(
                Map.of("CRM_WEBHOOK_SECRET", "a,b", "CRM_CALLBACK_URL", "https://crm.example.com/?token=x"), false);
        assertThat(shared.sent().sign(BODY)).isEqualTo(signed("a"));
        assertThat(shared.properties())
                .containsEntry("crm.callback-enabled", "true")
                .containsEntry("crm.callback-url", "https://crm.example.com/?token=x")
                .doesNotContainValue("a,b");

        CrmSettings own = CrmSettings.of(Map.of("CRM_WEBHOOK_SECRET", "a", "CRM_CALLBACK_SECRET", "c"), false);
        assertThat(own.sent().sign(BODY)).isEqualTo(signed("c"));
    }

    private static String signed(String secret) {
        return new WebhookSignature(secret).sign(BODY);
    }
}
