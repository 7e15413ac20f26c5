package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @Test
    void theFieldCountsMostThenTheHeaderThenTheBody() throws Exception {
        assertThat(id(null, "{\"eventId\":\"a\"}")).isEqualTo("a");
        assertThat(id("a", "{\"eventId\":\"a\"}")).isEqualTo("a");
        assertThat(id("b:1/x#~", "{}")).isEqualTo("b:1/x#~");
        assertThat(id("b", "[{}]")).isEqualTo("b");
        // printf %s '{}' | sha256sum
        assertThat(id(null, "{}")).isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(id(null, "{ }")).isNotEqualTo(id(null, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "ä", "a\nb", "\u0000"})
    void aHeaderThatIsNoId(String header) {
        assertRefused(header, "{}");
        assertRefused("x".repeat(201), "{}");
    }

    @Test
    void twoIdsForOneEvent() {
        assertRefused("b", "{\"eventId\":\"a\"}");
    }

    private static void assertRefused(String header, String json) {
        assertThatThrownBy(() -> id(header, json)).isInstanceOfSatisfying(RequestRejectedException.class, e -> {
            assertThat(e.status()).isEqualTo(422);
            assertThat(e.body()).contains("\"field\":\"X-Event-Id\"");
        });
    }

    @Test
    void aHeaderThatIsThereTwice() {
        assertThatThrownBy(() -> id(List.of("a", "a"), "{}"))
                .isInstanceOfSatisfying(RequestRejectedException.class, e -> assertThat(e.body())
                        .contains("\"field\":\"X-Event-Id\",\"problem\":\"is there more than once\""));
    }

    private static String id(Object header, String json) throws Exception {
        JsonNode body = new JsonMapper().readTree(json);
        return EventId.of(header, body, json.getBytes(StandardCharsets.UTF_8));
    }
}
