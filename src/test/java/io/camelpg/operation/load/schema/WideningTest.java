package io.camelpg.operation.load.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.catalog.RelationColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WideningTest {
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int INT8 = 20;
    private static final int REAL = 700;
    private static final int NUMERIC = 1700;
    private static final int VARCHAR = 1043;
    private static final int DATE = 1082;

    private static String wider(int type, int typmod, Object... values) {
        return wider(type, typmod, null, values);
    }

    private static String wider(int type, int typmod, String source, Object[] values) {
        FieldFacts facts = new FieldFacts();
        for (Object value : values) {
            facts.add(value);
        }
        RelationColumn column = new RelationColumn(
                "c", type, 0, "t", "t", typmod, 'N', false, false, false, false, false, null, true, null);
        return Widening.of(column, facts, source);
    }

    /** What {@code pg_attribute.atttypmod} is for numeric(precision, scale). */
    private static int numeric(int precision, int scale) {
        return (precision << 16 | scale & 0x7FF) + 4;
    }

    @Test
    void wholeNumbers() {
        assertThat(wider(INT2, -1, 32767, -32768, null)).isNull();
        assertThat(wider(INT2, -1, 32768)).isEqualTo("integer");
        assertThat(wider(INT2, -1, -32769L)).isEqualTo("integer");
        assertThat(wider(INT2, -1, 1L << 31)).isEqualTo("bigint");
        assertThat(wider(INT4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)).isNull();
        assertThat(wider(INT4, -1, 2147483648.0)).isEqualTo("bigint");
        assertThat(wider(INT8, -1, Long.MIN_VALUE, Long.MAX_VALUE)).isNull();
        assertThat(wider(INT8, -1, BigInteger.ONE.shiftLeft(63))).isEqualTo("numeric");
        assertThat(wider(INT8, -1, new BigDecimal("1E+40"))).isEqualTo("numeric");
        assertThat(wider(INT8, -1, new BigDecimal("1E+1000000"))).isEqualTo("numeric");
    }

    @Test
    void fractions() {
        assertThat(wider(INT2, -1, 1.0, new BigDecimal("2.00"), 3f, BigInteger.TEN))
                .isNull();
        assertThat(wider(INT2, -1, 1.5)).isEqualTo("numeric");
        assertThat(wider(INT8, -1, new BigDecimal("0.1"))).isEqualTo("numeric");
        assertThat(wider(INT4, -1, new BigDecimal("1E-1000000"))).isEqualTo("numeric");
        assertThat(wider(INT4, -1, Double.NaN)).isEqualTo("numeric");
        assertThat(wider(INT4, -1, 0.0, -0.0)).isNull();
    }

    @Test
    void textIsNoNumber() {
        assertThat(wider(INT2, -1, "99999", true, "x")).isNull();
        assertThat(wider(NUMERIC, numeric(2, 0), "99999")).isNull();
    }

    @Test
    void reals() {
        assertThat(wider(REAL, -1, 0.1, 1e38, 1)).isNull();
        assertThat(wider(REAL, -1, 1e39)).isEqualTo("double precision");
        assertThat(wider(REAL, -1, "double precision", new Object[] {0.1})).isEqualTo("double precision");
        assertThat(wider(701, -1, 1e300)).isNull();
    }

    @Test
    void numerics() {
        assertThat(wider(NUMERIC, -1, new BigDecimal("1E+100"))).isNull();
        assertThat(wider(NUMERIC, numeric(4, 2), 99.999, -99)).isNull();
        assertThat(wider(NUMERIC, numeric(4, 2), 100)).isEqualTo("numeric");
        assertThat(wider(NUMERIC, numeric(4, 2), -100L)).isEqualTo("numeric");
        assertThat(wider(NUMERIC, numeric(4, 2), 123.5)).isEqualTo("numeric");
        assertThat(wider(NUMERIC, numeric(2, -3), 99_999)).isNull();
        assertThat(wider(NUMERIC, numeric(2, -3), 100_000)).isEqualTo("numeric");
    }

    @Test
    void texts() {
        assertThat(wider(VARCHAR, 7, "abc", "äöü", "😀😀😀")).isNull();
        assertThat(wider(VARCHAR, 7, "abcd")).isEqualTo("character varying");
        assertThat(wider(VARCHAR, -1, "abcd")).isNull();
        assertThat(wider(1042, 7, "abcd"))
                .as("char(3) is padded, which text is not")
                .isNull();
    }

    @Test
    void dates() {
        LocalDateTime noon = LocalDateTime.of(2026, 1, 1, 12, 0);
        assertThat(wider(DATE, -1, LocalDate.EPOCH, LocalDate.EPOCH.atStartOfDay()))
                .isNull();
        assertThat(wider(DATE, -1, LocalDate.EPOCH, noon)).isEqualTo("timestamp without time zone");
        assertThat(wider(DATE, -1, noon, OffsetDateTime.of(noon, ZoneOffset.UTC)))
                .as("of what zone the days are nobody knows")
                .isNull();
        assertThat(wider(DATE, -1, noon, "2026-01-01")).isNull();
    }

    @Test
    void whatTheServerGives() {
        FieldFacts facts = new FieldFacts();
        facts.add(1 << 20);
        assertThat(Widening.of(
                        new RelationColumn(
                                "c", INT2, 0, "t", "t", -1, 'N', false, false, false, true, false, null, true, null),
                        facts,
                        null))
                .isNull();
    }
}
