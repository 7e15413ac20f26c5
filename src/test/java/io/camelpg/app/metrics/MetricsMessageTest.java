package io.camelpg.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsMessageTest {
    private static final String REST = ",\"status\":200,\"time\":\"2026-01-02T03:04:05Z\"}";

    @Test
    void theFieldsHaveTheNamesThatPeopleGiveThem() {
        MetricsMessage one = parse(
                "{\"metric\":\"a\",\"latency\":1.5,\"status\":200,\"time\":\"2026-01-02T04:04:05.123+01:00\",\"x\":[{}]}");
        MetricsMessage other =
                parse("{\"timestamp\":1767323045123,\"status\":\"OK\",\"latency_ms\":1.5,\"metric_name\":\"a\"}");

        assertThat(one.metric()).isEqualTo(other.metric()).isEqualTo("a");
        assertThat(one.latency()).isEqualTo(other.latency()).isEqualTo("1.5");
        assertThat(one.time().toInstant()).isEqualTo(other.time().toInstant()).isEqualTo("2026-01-02T03:04:05.123Z");
        assertThat(one.status()).isEqualTo("200");
        assertThat(other.status()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"100,false", "399,false", "400,true", "599,true", "'\"success\"',false", "'\"Timeout\"',true"})
    void aStatusSaysWhetherItIsAnError(String status, boolean error) {
        assertThat(parse("{\"metric\":\"a\",\"latency\":1,\"time\":\"2026-01-02T03:04:05Z\",\"status\":" + status + "}")
                        .error())
                .isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.000000",
        "-0,0.000000",
        "0e999999999,0.000000",
        "86400000,86400000",
        "12.3456785,12.345678",
        "0.0000006,0.000001",
        "0.00000049,0.000000",
        "1e-30,0.000000",
        "1E-999999999,0.000000",
        "1.5E2,1.5E+2"
    })
    void aLatencyIsKeptToTheNanosecond(String sent, BigDecimal kept) {
        assertThat(parse("{\"metric\":\"a\",\"latency\":" + sent + REST).latency())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.1",
                "86400000.1",
                "1e400000000",
                "NaN",
                "\"1\"",
                "true",
                "null",
                "{}",
                "[1]",
                "1,\"latency\":1",
                "00000000000000000000000000000000000000001",
                "0.00000000000000000000000000000000000000001"
            })
    void aLatencyThatIsNoneIsPoison(String latency) {
        refused("{\"metric\":\"a\",\"latency\":" + latency + REST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "1", "null", "\"\\u0000\"", "\"\\udc00\"", "\"\\ud83d\"", "[]"})
    void aNameThatIsNoneIsPoison(String metric) {
        refused("{\"latency\":1,\"metric\":" + metric + REST);
    }

    @Test
    void aNameMayBeInAnyScriptAndTwoHundredCharactersLong() {
        assertThat(parse("{\"latency\":1,\"metric\":\"größe 🐘\"" + REST).metric())
                .isEqualTo("größe 🐘");
        parse("{\"latency\":1,\"metric\":\"" + "a".repeat(200) + "\"" + REST);
        refused("{\"latency\":1,\"metric\":\"" + "a".repeat(201) + "\"" + REST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-01-02T03:04:05\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"+999999999-01-01T00:00:00Z\"",
                "\"1999-12-31T23:59:59Z\"",
                "99999999999999999999",
                "1e12",
                "-1",
                "\"\"",
                "null"
            })
    void aTimeThatIsNoneIsPoison(String time) {
        refused("{\"metric\":\"a\",\"latency\":1,\"status\":200,\"time\":" + time + "}");
    }

    @Test
    void theFutureIsTomorrowAtMost() {
        Instant now = Instant.now();
        parse("{\"metric\":\"a\",\"latency\":1,\"status\":200,\"time\":\"" + now.plus(23, ChronoUnit.HOURS) + "\"}");
        refused("{\"metric\":\"a\",\"latency\":1,\"status\":200,\"time\":\"" + now.plus(25, ChronoUnit.HOURS) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "1", "\"a\"", "[{}]", "{}", "{\"metric\":\"a\",\"latency\":1" + REST + "]"})
    void whatIsNoSuchObjectIsPoison(String json) {
        refused(json);
    }

    @Test
    void aReasonSaysNothingOfTheMessage() {
        assertThatThrownBy(() -> parse("{\"metric\":\"secret\", secret"))
                .isInstanceOf(MetricsMessage.PoisonException.class)
                .hasMessage("the value is no JSON: line 1, column 21");
        assertThatThrownBy(() -> MetricsMessage.parse(new byte[65537]))
                .hasMessage("the value has 65537 bytes, more than 65536");
        assertThatThrownBy(() -> MetricsMessage.parse(null)).hasMessage("there is no value");
    }

    @Test
    void whatIsBeyondTheLimitsOfTheParserIsPoison() {
        String start = "{\"metric\":\"a\",\"latency\":1,\"z\":";
        for (String value : List.of(
                "9".repeat(1001),
                "-" + "9".repeat(1001) + ".5",
                "1e" + "9".repeat(1001),
                "[".repeat(2000) + "]".repeat(2000),
                "{\"a\":".repeat(2000) + "1" + "}".repeat(2000),
                "{\"" + "n".repeat(60_000) + "\":1}")) {
            refused(start + value + REST);
        }
        refused("[".repeat(60_000));
        refused("\"" + "s".repeat(60_000) + "\"");
        assertThatThrownBy(() -> parse(start + "9".repeat(1001) + REST))
                .hasMessage("the value is nested too deeply, or has a number or a name that is too long");
    }

    /** What no message may do is to fail with anything else, because the batch would then be tried again for ever. */
    @Test
    void whateverTheBytesAreTheyAreAMessageOrPoison() {
        Random random = new Random(20261121);
        byte[] good = ("{\"metric\":\"größe\",\"latency\":1.25e1,\"x\":[{\"y\":null}]" + REST)
                .getBytes(StandardCharsets.UTF_8);
        List<byte[]> seeds = List.of(
                good,
                new String(good, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16),
                new String(good, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE),
                new String(good, StandardCharsets.UTF_8).getBytes(Charset.forName("UTF-32")),
                "{\"latency_ms\":1E-9,\"metric\":\"\\ud83d\\ude00\",\"status\":\"ok\",\"timestamp\":1767323045123}"
                        .getBytes(StandardCharsets.UTF_8));
        String numbers = "0123456789eE+-.";
        for (int i = 0; i < 40_000; i++) {
            byte[] bytes;
            switch (i % 4) {
                case 0 -> {
                    bytes = new byte[random.nextInt(60)];
                    random.nextBytes(bytes);
                }
                case 1 -> {
                    StringBuilder number = new StringBuilder();
                    for (int length = 1 + random.nextInt(20); length > 0; length--) {
                        number.append(numbers.charAt(random.nextInt(numbers.length())));
                    }
                    String field = random.nextBoolean() ? "latency" : random.nextBoolean() ? "status" : "time";
                    bytes = ("{\"" + field + "\":" + number + ",\"metric\":\"a\",\"latency_ms\":1" + REST)
                            .getBytes(StandardCharsets.UTF_8);
                }
                default -> {
                    bytes = seeds.get(random.nextInt(seeds.size())).clone();
                    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                        bytes[random.nextInt(bytes.length)] = i % 4 == 2
                                ? (byte) random.nextInt(256)
                                : (byte) "{}[]\",:\\u0e-9\n\0".charAt(random.nextInt(15));
                    }
                }
            }
            try {
                MetricsMessage message = MetricsMessage.parse(bytes);
                assertThat(message.latency().scale()).isBetween(-8, 40);
            } catch (MetricsMessage.PoisonException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static void refused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(MetricsMessage.PoisonException.class);
    }

    private static MetricsMessage parse(String json) {
        return MetricsMessage.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
