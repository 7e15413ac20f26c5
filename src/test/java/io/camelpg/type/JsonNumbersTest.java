package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that strangers send: a number that cannot be held hurts nobody who does not read it. */
class JsonNumbersTest {
    private static final List<PgType> TYPES = List.of(
            Codecs.SMALLINT,
            Codecs.INTEGER,
            Codecs.BIGINT,
            Codecs.REAL,
            Codecs.DOUBLE,
            Codecs.NUMERIC,
            Codecs.TEXT,
            Codecs.BOOLEAN,
            Codecs.BYTEA,
            Codecs.DATE,
            Codecs.TIMESTAMPTZ,
            Codecs.INTERVAL,
            Codecs.UUID,
            Codecs.JSON,
            Codecs.JSONB,
            Codecs.INTEGER_ARRAY,
            Codecs.TEXT_ARRAY);

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1.5E+99999999999", "1e-99999999999"})
    void aNumberThatCannotBeHeldIsLeftWhereNobodyLooks(String number) {
        for (Object document : List.of(
                JsonDocuments.of("{\"id\":7,\"z\":" + number + "}").next(),
                JsonDocuments.of("[{\"id\":7,\"z\":" + number + "}]").next())) {
            Map<?, ?> row = (Map<?, ?>) document;
            assertThat(row.get("id")).isEqualTo(7);
            assertRejected(row.get("z"));
        }
    }

    @Test
    void soIsOneWithMoreDigitsThanNumericHas() {
        for (String number : List.of("9".repeat(2_000_000), "0." + "9".repeat(2_000_000))) {
            Map<?, ?> row = (Map<?, ?>)
                    JsonDocuments.of("{\"id\":7,\"z\":" + number + "}").next();
            assertThat(row.get("id")).isEqualTo(7);
            assertRejected(row.get("z"));
        }
    }

    /** What Jackson makes of 1e400 where a tree has doubles. */
    @Test
    void soIsANodeThatIsNoNumber() throws IOException {
        for (String number : List.of("1e400", "-1E+1000000000", "1e99999999999")) {
            JsonNode tree = new JsonMapper().readTree("{\"id\":7,\"z\":[" + number + "]}");
            Map<?, ?> row = (Map<?, ?>) JsonDocuments.of(tree);
            assertThat(row.get("id")).isEqualTo(7);
            assertRejected(((List<?>) row.get("z")).get(0));
        }
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRejected(JsonDocuments.of(new DoubleNode(number)));
            assertRejected(JsonDocuments.of(new FloatNode((float) number)));
            for (PgType type : List.of(Codecs.NUMERIC, Codecs.BIGINT, Codecs.DOUBLE, Codecs.TEXT)) {
                assertThatExceptionOfType(PgException.class)
                        .isThrownBy(() -> Codecs.bound(type, new DoubleNode(number)))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(PgErrorCode.VALUE_REJECTED.code()));
            }
        }
    }

    /** Zeros that nobody asked for would fill the memory. */
    @Test
    void anExponentIsNotWrittenOut() {
        for (String number : List.of("1e999999999", "-1E-999999999", "7e-100000000", "1e100000000")) {
            Object value = ((List<?>) JsonDocuments.of("[[" + number + "]]").next()).get(0);
            assertThat(value).isEqualTo(new BigDecimal(number));
            assertThat(Codecs.bound(Codecs.NUMERIC, value)).hasSizeLessThan(20);
            assertThat(Codecs.bound(Codecs.TEXT, value)).hasSizeLessThan(20);
            assertThat(Codecs.bound(Codecs.JSONB, value)).hasSizeLessThan(20);
            for (PgType type : List.of(Codecs.BIGINT, Codecs.INTEGER, Codecs.DOUBLE, Codecs.REAL)) {
                assertThatExceptionOfType(PgException.class).isThrownBy(() -> Codecs.bound(type, value));
            }
        }
    }

    /** Whatever comes in, it becomes a value or one of our own errors, and so does each value for each type. */
    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(6);
        JsonMapper mapper = new JsonMapper();
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = (i % 2 == 0
                            ? "{\"id\":1e5,\"n\":[-0.25E-3,12345678901234567890],\"t\":\"\\u00e9\",\"o\":{\"x\":null}}"
                            : "[{\"a\":1.7976931348623157e308},{\"b\":[true,0e0]}]")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int n = random.nextInt(5); n >= 0; n--) {
                noise[random.nextInt(noise.length)] = random.nextInt(4) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) "{}[]\",:0eE\\+-.9999\n".charAt(random.nextInt(19));
            }
            List<Object> values = new ArrayList<>();
            try {
                JsonDocuments documents = JsonDocuments.of(new ByteArrayInputStream(noise));
                while (documents.hasNext()) {
                    values.add(documents.next());
                }
            } catch (PgException e) {
                assertThat(e.code()).isEqualTo(PgErrorCode.INVALID_BODY.code());
            }
            try {
                values.add(JsonDocuments.of(mapper.readTree(noise)));
            } catch (IOException | PgException e) {
                assertThat(e.getMessage()).isNotNull();
            }
            read += values.size();
            values.forEach(JsonNumbersTest::bindAll);
        }
        assertThat(read).isGreaterThan(1000);
    }

    private static void bindAll(Object value) {
        if (value == null) {
            return;
        }
        for (PgType type : TYPES) {
            try {
                assertThat(Codecs.bound(type, value)).isNotNull();
            } catch (PgException e) {
                assertThat(e.code()).startsWith("PG-3");
            }
        }
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(JsonNumbersTest::bindAll);
        } else if (value instanceof List<?> list) {
            list.forEach(JsonNumbersTest::bindAll);
        }
    }

    private static void assertRejected(Object value) {
        for (PgType type : TYPES) {
            assertThatExceptionOfType(PgException.class)
                    .as(type.name())
                    .isThrownBy(() -> Codecs.bound(type, value))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(PgErrorCode.VALUE_REJECTED.code()));
        }
    }
}
