package io.camelpg.type;

import static io.camelpg.type.Codecs.BYTEA;
import static io.camelpg.type.Codecs.INET;
import static io.camelpg.type.Codecs.TEXT;
import static io.camelpg.type.Codecs.UUID;
import static io.camelpg.type.Codecs.VARCHAR;
import static io.camelpg.type.Codecs.bound;
import static io.camelpg.type.Codecs.json;
import static io.camelpg.type.Codecs.jsonOfBinary;
import static io.camelpg.type.Codecs.read;
import static io.camelpg.type.Codecs.readBinary;
import static io.camelpg.type.Codecs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTypesTest {
    @Test
    void textIsReadAndPrinted() {
        assertThat(read(TEXT, "ä€😀\uFFFD")).isEqualTo("ä€😀\uFFFD");
        assertThat(readBinary(TEXT, "c3a4")).isEqualTo("ä");
        assertThat(json(TEXT, "a\"b\\c\n\r\t\b\f\u0001\u007fä€😀"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\u007fä€😀\"");
        assertThat(text(TEXT, "a\"b")).isEqualTo("a\"b");
        assertThat(VARCHAR.length(24)).isEqualTo(20);
        assertThat(VARCHAR.length(-1)).isEqualTo(-1);
        assertThat(TEXT.length(-1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "c328",
                "c0af",
                "e28228",
                "e282",
                "eda080",
                "e08080",
                "f0288cbc",
                "f09f98",
                "f4908080",
                "ff",
                "6161616161616161 80",
                "f8a1a1a1a1",
                "edbfbf"
            })
    void bytesThatAreNoUtf8AreAnError(String hex) {
        OutputBuffer out = new OutputBuffer();
        byte[] bytes = Codecs.bytes(hex);
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> TEXT.read(bytes, 0, bytes.length, Format.TEXT))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> TEXT.writeJson(bytes, 0, bytes.length, Format.TEXT, out));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> TEXT.writeText(bytes, 0, bytes.length, Format.BINARY, out));
    }

    @Test
    void valuesWithAPlainTextBecomeText() {
        assertThat(bound(TEXT, "a")).isEqualTo("a");
        assertThat(bound(TEXT, new StringBuilder("b"))).isEqualTo("b");
        assertThat(bound(TEXT, 'c')).isEqualTo("c");
        assertThat(bound(TEXT, 12L)).isEqualTo("12");
        assertThat(bound(TEXT, new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(bound(TEXT, true)).isEqualTo("true");
        assertThat(bound(TEXT, DayOfWeek.MONDAY)).isEqualTo("MONDAY");
        assertThat(bound(TEXT, LocalDate.of(2024, 1, 31))).isEqualTo("2024-01-31");
        assertThat(bound(TEXT, new java.util.UUID(0, 1))).isEqualTo("00000000-0000-0000-0000-000000000001");
    }

    @Test
    void otherValuesAreRejectedAndNamedByKindOnly() {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(TEXT, Map.of("secret", "hunter2")))
                .withMessageContaining("::jsonb")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "hunter2"));
        for (Object value : new Object[] {List.of("hunter2"), Optional.of("hunter2"), new byte[] {1}, new Object()}) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(TEXT, value))
                    .withMessageContaining(value.getClass().getTypeName())
                    .satisfies(
                            e -> assertThat(e.getMessage()).startsWith("PG-301").doesNotContain("hunter2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud800", "a\udc00", "\ud800a", "ok\ud83d"})
    void textThatCannotBeStoredIsRejectedForEveryType(String value) {
        for (PgType type : List.of(TEXT, UUID, INET, Codecs.INTEGER, Codecs.JSONB, Codecs.TEXT_ARRAY, Codecs.DATE)) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(type, value))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("PG-302"));
        }
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(Codecs.JSONB, Map.of("key", value)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-302"));
    }

    @Test
    void byteaInBothTextFormats() {
        assertThat((byte[]) read(BYTEA, "\\x00ff5c")).containsExactly(0, 255, '\\');
        assertThat((byte[]) read(BYTEA, "\\000a\\377\\\\")).containsExactly(0, 'a', 255, '\\');
        assertThat((byte[]) readBinary(BYTEA, "00ff")).containsExactly(0, 255);
        assertThat(json(BYTEA, "\\000a")).isEqualTo("\"\\\\x0061\"").isEqualTo(jsonOfBinary(BYTEA, "0061"));
        assertThat(text(BYTEA, "\\x00")).isEqualTo("\\x00");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(BYTEA, "\\x0"));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(BYTEA, "\\x0g"));
    }

    @Test
    void bytesOfEveryKindBecomeBytea() {
        byte[] bytes = {1, 2, 3};
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2);
        assertThat(bound(BYTEA, bytes)).isEqualTo("0x010203");
        assertThat(bound(BYTEA, buffer)).isEqualTo("0x0203");
        assertThat(buffer.remaining()).isEqualTo(2);
        assertThat(bound(BYTEA, new ByteArrayInputStream(bytes))).isEqualTo("0x010203");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(BYTEA, broken))
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(BYTEA, 1));
    }

    @Test
    void uuids() {
        java.util.UUID uuid = java.util.UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");
        assertThat(read(UUID, uuid.toString())).isEqualTo(uuid);
        assertThat(readBinary(UUID, "0123456789abcdeffedcba9876543210")).isEqualTo(uuid);
        assertThat(jsonOfBinary(UUID, "0123456789abcdeffedcba9876543210")).isEqualTo("\"" + uuid + "\"");
        assertThat(bound(UUID, uuid)).isEqualTo("0x0123456789abcdeffedcba9876543210");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(UUID, "0123456789abcdef"));
    }

    @Test
    void addresses() throws IOException {
        assertThat(bound(INET, InetAddress.getByName("10.1.2.3"))).isEqualTo("10.1.2.3");
        assertThat(bound(INET, InetAddress.getByName("::1"))).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(readBinary(INET, "02 18 00 04 0a000001")).isEqualTo("10.0.0.1/24");
        assertThat(readBinary(INET, "03 80 00 10 00000000000000000000000000000001"))
                .isEqualTo("::1");
    }

    @Test
    void aTypeWithoutACodecIsTextWithAnIssue() {
        PgType unknown = TypeCatalog.builtIn().get(999_999);
        assertThat(unknown.issue()).contains("999999").contains("text");
        assertThat(read(unknown, "POINT(1 2)")).isEqualTo("POINT(1 2)");
        assertThat(json(unknown, "a\"")).isEqualTo("\"a\\\"\"");
        assertThat(bound(unknown, "x")).isEqualTo("x");
        assertThat(unknown.readsBinary()).isFalse();
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> readBinary(unknown, "00"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-504"));
        assertThat(TEXT.issue()).isNull();
    }

    @Test
    void asStringGivesTheText() {
        assertThat(read(Codecs.JSON.asString(), "{\"a\": 1}")).isEqualTo("{\"a\": 1}");
        assertThat(readBinary(Codecs.JSONB.asString(), "01 7b7d")).isEqualTo("{}");
        assertThat(read(Codecs.INTEGER_ARRAY.asString(), "{1,NULL}")).isEqualTo("{1,NULL}");
        assertThat(json(Codecs.JSON.asString(), "{\"a\": 1}")).isEqualTo("\"{\\\"a\\\": 1}\"");
        assertThat(Codecs.NUMERIC.asString().precision(((10 << 16) | 2) + 4)).isEqualTo(10);
    }

    @Test
    void floatingPointNumbersAreTextWithoutAnExponent() {
        assertThat(bound(TEXT, 0.0001)).isEqualTo("0.0001");
        assertThat(bound(TEXT, 12345678.9)).isEqualTo("12345678.9");
        assertThat(bound(TEXT, 1e10f)).isEqualTo("10000000000.0");
        assertThat(bound(TEXT, 1.0)).isEqualTo("1.0");
        assertThat(bound(TEXT, -0.0)).isEqualTo("-0.0");
        assertThat(bound(TEXT, Double.MIN_VALUE)).hasSize(327).endsWith("49");
        assertThat(bound(TEXT, Double.NaN)).isEqualTo("NaN");
        assertThat(bound(TEXT, Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }
}
