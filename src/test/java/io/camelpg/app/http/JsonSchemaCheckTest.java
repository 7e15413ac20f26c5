package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of the CRM's customers, as far as the webhook's own test does not go. */
class JsonSchemaCheckTest {
    private static final JsonSchemaCheck CHECK = new JsonSchemaCheck("routes/schemas/customer.schema.json");
    private static final String GOOD =
            "{\"id\":1,\"name\":\"Ada\",\"email\":\"a@b.c\",\"updated_at\":\"2025-11-01T00:00:00Z\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-11-01T00:00:00Z",
                "2025-11-01t00:00:00.123456789z",
                "2025-11-01T00:00+05:45",
                "0001-01-01T00:00:00Z",
                "2024-02-29T23:59:59-12:00"
            })
    void timesThatAre(String time) throws Exception {
        assertThat(check(GOOD.replace("2025-11-01T00:00:00Z", time)).isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "infinity",
                "2025-11-01",
                "2025-11-01T00:00:00",
                "2025-11-01 00:00:00Z",
                "2025-11-01T24:00:00Z",
                "2025-11-01T23:59:60Z",
                "2025-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+12026-01-01T00:00:00Z",
                "2025-11-01T00:00:00+17:00",
                "2025-11-01T00:00:00[Europe/Berlin]"
            })
    void timesThatAreNot(String time) {
        assertThat(refused(GOOD.replace("2025-11-01T00:00:00Z", time))).contains("\"field\":\"updated_at\"");
    }

    @Test
    void aClockMayBeAheadALittle() throws Exception {
        Instant now = Instant.now();

        assertThat(check(GOOD.replace(
                                "2025-11-01T00:00:00Z",
                                now.plus(Duration.ofMinutes(9)).toString()))
                        .isObject())
                .isTrue();
        assertThat(refused(GOOD.replace(
                        "2025-11-01T00:00:00Z", now.plus(Duration.ofMinutes(11)).toString())))
                .contains("not in the future");
    }

    @Test
    void lengthsAreLimitedAndCountedInCharacters() throws Exception {
        assertThat(check(GOOD.replace("Ada", "😀".repeat(200))).isObject()).isTrue();
        assertThat(refused(GOOD.replace("Ada", "😀".repeat(201)))).contains("\"field\":\"name\"");
        assertThat(refused(GOOD.replace("Ada", ""))).contains("\"field\":\"name\"");
        assertThat(refused(GOOD.replace("a@b.c", "a@" + "b".repeat(253)))).contains("\"field\":\"email\"");
        assertThat(check(GOOD.replace("}", ",\"city\":null}")).isObject()).isTrue();
    }

    @Test
    void otherEncodingsAreNoUtf8() {
        for (String charset : new String[] {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"}) {
            RequestRejectedException refused = catchThrowableOfType(
                    RequestRejectedException.class,
                    () -> CHECK.check(GOOD.replace("Ada", "Zoë").getBytes(Charset.forName(charset))));
            assertThat(refused.status()).as(charset).isEqualTo(400);
        }
        assertThat(refused("\ufeff" + GOOD)).contains("not valid JSON");
    }

    @Test
    void manyMistakesAreNotAllListed() {
        String list = IntStream.range(0, 900).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));

        assertThat(refused(list)).hasSizeLessThan(10_000).contains("\"index\":0");
        assertThat(refused("[" + "0,".repeat(400_000) + "0]"))
                .contains("more than 1000")
                .hasSizeLessThan(200);
        assertThat(refused("[" + "0,".repeat(4_000_000) + "0]")).contains("than what is taken");
    }

    @Test
    void whatIsWrongIsSaidAsItIs() {
        assertThat(refused("{\"id\":1,\"id\":2}")).contains("a key twice in one object, line 1");
        assertThat(refused("[".repeat(1000))).contains("nested more than 50 levels deep");
        assertThat(refused("{\"x\":" + "9".repeat(5000) + "}")).contains("a number of more than 100 digits");
        assertThat(refused("{} {}")).contains("something follows the JSON value");
        assertThat(refused("{\"deleted\":true}")).contains("docs/customer-sync.md");
        assertThat(refused("{")).contains("not valid JSON, line 1");
    }

    /** A customer with bytes of it changed: whatever it is, it is taken or refused, and refused means without what was sent. */
    @Test
    void noiseIsTakenOrRefused() {
        Random random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = GOOD.replace("Ada", "canary").getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n >= 0; n--) {
                noise[random.nextInt(noise.length)] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "{}[]\",:0eE\\+-.".charAt(random.nextInt(14));
            }
            try {
                CHECK.check(noise);
                taken++;
            } catch (RequestRejectedException e) {
                assertThat(e.status()).isIn(400, 422);
                assertThat(e.body()).doesNotContain("canary");
            }
        }
        assertThat(taken).isBetween(1, 15_000);
    }

    @Test
    void aSchemaThatIsNotThere() {
        assertThatThrownBy(() -> new JsonSchemaCheck("routes/schemas/nothing.json"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing.json");
    }

    private static JsonNode check(String json) throws RequestRejectedException {
        return CHECK.check(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String refused(String json) {
        RequestRejectedException refused = catchThrowableOfType(RequestRejectedException.class, () -> check(json));
        assertThat(refused).as(json.length() < 1000 ? json : "").isNotNull();
        return refused.body();
    }
}
