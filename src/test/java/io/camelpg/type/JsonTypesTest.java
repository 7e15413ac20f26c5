package io.camelpg.type;

import static io.camelpg.type.Codecs.INTEGER;
import static io.camelpg.type.Codecs.JSON;
import static io.camelpg.type.Codecs.JSONB;
import static io.camelpg.type.Codecs.TEXT;
import static io.camelpg.type.Codecs.bound;
import static io.camelpg.type.Codecs.json;
import static io.camelpg.type.Codecs.jsonOfBinary;
import static io.camelpg.type.Codecs.read;
import static io.camelpg.type.Codecs.readBinary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.error.PgException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypesTest {
    record Address(String street, int number) {}

    record Customer(String name, Address address, List<Integer> scores) {}

    enum Color {
        RED {
            @Override
            public String toString() {
                return "not this";
            }
        }
    }

    @Test
    void documentsBecomeJavaValues() {
        assertThat(read(JSONB, "{\"b\": [1, 2.5, \"x\", true, null, {}], \"a\": {\"c\": []}}"))
                .isEqualTo(Map.of("b", Arrays.asList(1, 2.5, "x", true, null, Map.of()), "a", Map.of("c", List.of())));
        assertThat(((Map<?, ?>) read(JSON, "{\"z\":1,\"a\":2}")).keySet().toString())
                .isEqualTo("[z, a]");
        assertThat(readBinary(JSONB, "01 5b315d")).isEqualTo(List.of(1));
        assertThat(readBinary(JSON, "5b315d")).isEqualTo(List.of(1));
        assertThat(read(JSONB, "null")).isNull();
        assertThat(read(JSONB, "\"\"")).isEqualTo("");
        assertThat(read(JSON, "{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2));
    }

    @Test
    void numbersTakeTheSmallestKindThatHoldsThem() {
        assertThat(read(JSON, "2147483647")).isEqualTo(2147483647);
        assertThat(read(JSON, "2147483648")).isEqualTo(2147483648L);
        assertThat(read(JSON, "9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(read(JSON, "0.1")).isEqualTo(0.1);
        assertThat(read(JSON, "1.50")).isEqualTo(1.5);
        assertThat(read(JSON, "1e5")).isEqualTo(100000.0);
        assertThat(read(JSON, "0.30000000000000004")).isEqualTo(0.30000000000000004);
        assertThat(read(JSON, "0.1000000000000000055511151231257827"))
                .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
        assertThat(read(JSON, "1e400")).isEqualTo(new BigDecimal("1e400"));
        assertThat(read(JSON, "1e-400")).isEqualTo(new BigDecimal("1e-400"));
        assertThat(read(JSON, "4.9e-324")).isEqualTo(4.9e-324);
    }

    @Test
    void anExponentBeyondJavasIsAnErrorThatPointsToTheText() {
        for (String number : new String[] {"1e99999999999", "[1e-99999999999]"}) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> read(JSON, number))
                    .withMessageContaining("jsonColumns=string")
                    .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
            assertThat(json(JSON, number)).isEqualTo(number);
        }
    }

    @Test
    void depthCostsNoStack() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        assertThat(read(JSON, deep)).isInstanceOf(List.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "tru", "1 2", "{\"a\"}", "\"\u0001\"", "NaN", "01"})
    void whatIsNoJsonIsMalformed(String text) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> {
                    Object value = read(JSON, text);
                    if (value == null) {
                        json(JSON, text);
                    }
                })
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
    }

    @Test
    void documentsArePrintedAsTheyAreOnOneLine() {
        assertThat(json(JSON, "{\n\"a\" :\r\n1.50}")).isEqualTo("{ \"a\" :  1.50}");
        assertThat(jsonOfBinary(JSONB, "01 7b7d")).isEqualTo("{}");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> jsonOfBinary(JSONB, "02 7b7d"));
    }

    @Test
    void structuresAreBoundAsDocuments() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("s", "a\"ä");
        map.put("n", null);
        map.put("i", 1);
        map.put("d", 1.0);
        map.put("big", new BigDecimal("1.50"));
        map.put("nan", Double.NaN);
        map.put("t", true);
        map.put("list", List.of(1, List.of()));
        map.put("array", new int[] {1, 2});
        map.put("bytes", new byte[] {1, 2, 3});
        map.put("enum", Color.RED);
        map.put("when", Instant.parse("2024-01-01T00:00:00Z"));
        map.put("day", LocalDate.of(2024, 1, 1));
        map.put("ever", OffsetDateTime.MAX);
        map.put("legacy", java.util.Date.from(Instant.EPOCH));
        map.put("uuid", new java.util.UUID(0, 0));
        assertThat(bound(JSONB, map))
                .isEqualTo("{\"s\":\"a\\\"ä\",\"n\":null,\"i\":1,\"d\":1.0,\"big\":1.50,\"nan\":\"NaN\",\"t\":true,"
                        + "\"list\":[1,[]],\"array\":[1,2],\"bytes\":\"AQID\",\"enum\":\"RED\","
                        + "\"when\":\"2024-01-01T00:00:00Z\",\"day\":\"2024-01-01\",\"ever\":\"infinity\","
                        + "\"legacy\":\"1970-01-01T00:00:00Z\",\"uuid\":\"00000000-0000-0000-0000-000000000000\"}");
        assertThat(bound(JSON, new Customer("Ann", new Address("Main", 5), List.of(1, 2))))
                .isEqualTo("{\"name\":\"Ann\",\"address\":{\"street\":\"Main\",\"number\":5},\"scores\":[1,2]}");
        assertThat(bound(JSON, Map.of(Color.RED, Map.of(5, Year.of(2024))))).isEqualTo("{\"RED\":{\"5\":\"2024\"}}");
    }

    @Test
    void aStringIsTheDocumentItself() {
        assertThat(bound(JSONB, "{\"a\":1}")).isEqualTo("{\"a\":1}");
        assertThat(bound(JSONB, 5)).isEqualTo("5");
        assertThat(bound(JSONB, true)).isEqualTo("true");
    }

    @Test
    void jsonNodesAreDocumentsForJsonAndValuesForOtherTypes() throws Exception {
        JsonNode node = new ObjectMapper().readTree("{\"a\":[1,\"x\"],\"t\":\"text\",\"n\":5,\"nil\":null}");
        assertThat(bound(JSONB, node)).isEqualTo("{\"a\":[1,\"x\"],\"t\":\"text\",\"n\":5,\"nil\":null}");
        assertThat(bound(TEXT, node.get("t"))).isEqualTo("text");
        assertThat(bound(INTEGER, node.get("n"))).isEqualTo("0x00000005");
        assertThat(bound(Codecs.TEXT_ARRAY, node.get("a"))).contains("0x");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(TEXT, node));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(TEXT, node.get("nil")));
        assertThat(bound(JSONB, List.of(node.get("n")))).isEqualTo("[5]");
    }

    @Test
    void whatHasNoJsonFormIsRejected() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        Map<String, Object> nullKey = new java.util.HashMap<>();
        nullKey.put(null, 1);
        for (Object value : new Object[] {new Object(), Optional.of(1), self, nullKey, Map.of(new Object(), 1)}) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(JSONB, value))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("PG-301"));
        }
    }
}
