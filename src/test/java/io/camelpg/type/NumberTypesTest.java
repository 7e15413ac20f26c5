package io.camelpg.type;

import static io.camelpg.type.Codecs.BIGINT;
import static io.camelpg.type.Codecs.BOOLEAN;
import static io.camelpg.type.Codecs.DOUBLE;
import static io.camelpg.type.Codecs.INTEGER;
import static io.camelpg.type.Codecs.NUMERIC;
import static io.camelpg.type.Codecs.REAL;
import static io.camelpg.type.Codecs.SMALLINT;
import static io.camelpg.type.Codecs.bound;
import static io.camelpg.type.Codecs.json;
import static io.camelpg.type.Codecs.jsonOfBinary;
import static io.camelpg.type.Codecs.read;
import static io.camelpg.type.Codecs.readBinary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTypesTest {
    @Test
    void wholeNumbersAreReadFromBothFormats() {
        assertThat(read(SMALLINT, "-32768")).isEqualTo(-32768);
        assertThat(readBinary(SMALLINT, "8000")).isEqualTo(-32768);
        assertThat(read(INTEGER, "2147483647")).isEqualTo(2147483647);
        assertThat(readBinary(INTEGER, "7fffffff")).isEqualTo(2147483647);
        assertThat(read(BIGINT, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(readBinary(BIGINT, "8000000000000000")).isEqualTo(Long.MIN_VALUE);
        assertThat(jsonOfBinary(BIGINT, "8000000000000000")).isEqualTo("-9223372036854775808");
        assertThat(json(INTEGER, "0")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775808", "-9223372036854775809", "99999999999999999999", "''", "-", "1x", "+-1"})
    void wholeNumbersThatAreNoneAreMalformed(String text) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> read(BIGINT, text))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
    }

    @Test
    void anyJavaNumberThatFitsIsBound() {
        assertThat(bound(INTEGER, 5L)).isEqualTo("0x00000005");
        assertThat(bound(SMALLINT, (byte) -1)).isEqualTo("0xffff");
        assertThat(bound(BIGINT, new BigInteger("-9223372036854775808"))).isEqualTo("0x8000000000000000");
        assertThat(bound(INTEGER, new BigDecimal("7.000"))).isEqualTo("0x00000007");
        assertThat(bound(INTEGER, new BigDecimal("7E+3"))).isEqualTo("0x00001b58");
        assertThat(bound(INTEGER, 7.0)).isEqualTo("0x00000007");
        assertThat(bound(INTEGER, 7.0f)).isEqualTo("0x00000007");
        assertThat(bound(INTEGER, new AtomicInteger(3))).isEqualTo("0x00000003");
        LongAdder adder = new LongAdder();
        adder.add(4);
        assertThat(bound(INTEGER, adder)).isEqualTo("0x00000004");
        assertThat(bound(INTEGER, "anything, even this")).isEqualTo("anything, even this");
    }

    @Test
    void aNumberThatDoesNotFitIsRejectedWithTheRangeAndWithoutTheValue() {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(SMALLINT, 70_000L))
                .withMessageContaining("java.lang.Long")
                .withMessageContaining("smallint")
                .withMessageContaining("-32768 to 32767")
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("70000").startsWith("PG-301"));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(INTEGER, new BigDecimal("1e1000000000")))
                .withMessageContaining("-2147483648 to 2147483647");
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(BIGINT, new BigInteger("9223372036854775808")))
                .withMessageContaining("9223372036854775807");
    }

    @Test
    void fractionsInWholeNumbersAreRejectedWithTheCast() {
        for (Object value : new Object[] {1.5, 1.5f, new BigDecimal("0.1"), new BigDecimal("1e-999999999")}) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(INTEGER, value))
                    .withMessageContaining("fraction")
                    .withMessageContaining("::integer");
        }
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(INTEGER, Double.NaN));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(INTEGER, true))
                .withMessageContaining("java.lang.Boolean")
                .withMessageContaining("::boolean::integer");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1, 3fb999999999999a",
        "100, 100, 4059000000000000",
        "1e+20, 1e+20, 4415af1d78b58c40",
        "-0, -0, 8000000000000000",
        "5e-324, 5e-324, 0000000000000001",
        "1.5e-07, 1.5e-07, 3e8421f5f40d8376",
        "0.0001, 0.0001, 3f1a36e2eb1c432d",
        "NaN, \"\"\"NaN\"\"\", 7ff8000000000000",
        "-Infinity, \"\"\"-Infinity\"\"\", fff0000000000000"
    })
    void doublesPrintTheSameFromBothFormats(String text, String json, String binary) {
        String expected = json.replace("\"\"\"", "\"").replace("\"\"", "\"");
        assertThat(json(DOUBLE, text)).isEqualTo(expected);
        assertThat(jsonOfBinary(DOUBLE, binary)).isEqualTo(expected);
        assertThat(readBinary(DOUBLE, binary)).isEqualTo(read(DOUBLE, text)).isEqualTo(Double.valueOf(text));
    }

    @Test
    void realsHaveTheirOwnShortestDigits() {
        assertThat(jsonOfBinary(REAL, "3dcccccd")).isEqualTo("0.1");
        assertThat(jsonOfBinary(REAL, "49742400")).isEqualTo("1e+06");
        assertThat(readBinary(REAL, "3dcccccd")).isEqualTo(0.1f);
        assertThat(read(REAL, "0.1")).isEqualTo(0.1f);
        assertThat(bound(REAL, 0.1)).isEqualTo("0x3dcccccd");
        assertThat(bound(REAL, Double.POSITIVE_INFINITY)).isEqualTo("0x7f800000");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(REAL, 1e39));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(REAL, 1e-60));
        assertThat(bound(DOUBLE, Double.NaN)).isEqualTo("0x7ff8000000000000");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(DOUBLE, new BigDecimal("1e400")));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(DOUBLE, new BigDecimal("1e-400")));
    }

    @Test
    void numericKeepsItsScale() {
        assertThat(read(NUMERIC, "12.50")).isEqualTo(new BigDecimal("12.50"));
        assertThat(readBinary(NUMERIC, "0002 0000 0000 0002 000c 1388")).isEqualTo(new BigDecimal("12.50"));
        assertThat(jsonOfBinary(NUMERIC, "0002 0000 4000 0002 000c 1388")).isEqualTo("-12.50");
        assertThat(readBinary(NUMERIC, "0000 0000 0000 0003")).isEqualTo(new BigDecimal("0.000"));
        assertThat(readBinary(NUMERIC, "0001 0019 0000 0000 0001")).isEqualTo(new BigDecimal("1" + "0".repeat(100)));
        assertThat(jsonOfBinary(NUMERIC, "0001 ffff 0000 0001 03e8")).isEqualTo("0.1");
        assertThat(read(NUMERIC, "NaN")).isEqualTo(Double.NaN);
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(NUMERIC, "1e99999999999"));
        assertThat(readBinary(NUMERIC, "0000 0000 f000 0020")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(jsonOfBinary(NUMERIC, "0000 0000 c000 0000")).isEqualTo("\"NaN\"");
        String digits = "9".repeat(131_072) + "." + "1".repeat(16_383);
        assertThat(((BigDecimal) read(NUMERIC, digits)).toPlainString()).isEqualTo(digits);
    }

    @Test
    void numericIsBoundWithoutLoss() {
        assertThat(bound(NUMERIC, new BigDecimal("1.10"))).isEqualTo("1.10");
        assertThat(bound(NUMERIC, new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(bound(NUMERIC, new BigDecimal("1E+100000"))).isEqualTo("1E+100000");
        assertThat(bound(NUMERIC, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(bound(NUMERIC, 0.1)).isEqualTo("0.1");
        assertThat(bound(NUMERIC, Float.NaN)).isEqualTo("NaN");
        assertThat(bound(NUMERIC, Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(NUMERIC, 'a'));
    }

    @Test
    void modifiersGivePrecisionAndScale() {
        int tenTwo = ((10 << 16) | 2) + 4;
        assertThat(NUMERIC.precision(tenTwo)).isEqualTo(10);
        assertThat(NUMERIC.scale(tenTwo)).isEqualTo(2);
        assertThat(NUMERIC.scale(((2 << 16) | (-3 & 0x7FF)) + 4)).isEqualTo(-3);
        assertThat(NUMERIC.precision(-1)).isEqualTo(-1);
        assertThat(NUMERIC.scale(-1)).isEqualTo(-1);
        assertThat(INTEGER.precision(-1)).isEqualTo(-1);
    }

    @Test
    void booleans() {
        assertThat(read(BOOLEAN, "t")).isEqualTo(true);
        assertThat(readBinary(BOOLEAN, "00")).isEqualTo(false);
        assertThat(json(BOOLEAN, "f")).isEqualTo("false");
        assertThat(bound(BOOLEAN, true)).isEqualTo("0x01");
        assertThat(bound(BOOLEAN, "yes")).isEqualTo("yes");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(BOOLEAN, 1));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> readBinary(BOOLEAN, "02"));
    }
}
