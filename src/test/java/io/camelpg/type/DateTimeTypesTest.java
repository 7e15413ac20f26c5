package io.camelpg.type;

import static io.camelpg.type.Codecs.DATE;
import static io.camelpg.type.Codecs.INTERVAL;
import static io.camelpg.type.Codecs.TIME;
import static io.camelpg.type.Codecs.TIMESTAMP;
import static io.camelpg.type.Codecs.TIMESTAMPTZ;
import static io.camelpg.type.Codecs.TIMETZ;
import static io.camelpg.type.Codecs.bound;
import static io.camelpg.type.Codecs.json;
import static io.camelpg.type.Codecs.jsonOfBinary;
import static io.camelpg.type.Codecs.read;
import static io.camelpg.type.Codecs.readBinary;
import static io.camelpg.type.Codecs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.camelpg.error.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTypesTest {
    @ParameterizedTest
    @CsvSource({
        "2024-01-31, 2024-01-31, 2024-01-31, 2024-01-31",
        "0044-03-15 BC, -0043-03-15, -0043-03-15, 0044-03-15 BC",
        "0001-12-31 BC, 0000-12-31, 0000-12-31, 0001-12-31 BC",
        "10000-01-01, +10000-01-01, +10000-01-01, 10000-01-01",
        "5874897-12-31, +5874897-12-31, +5874897-12-31, 5874897-12-31",
        "4714-11-24 BC, -4713-11-24, -4713-11-24, 4714-11-24 BC"
    })
    void dates(String wire, String java, String json, String text) {
        assertThat(read(DATE, wire)).isEqualTo(LocalDate.parse(java));
        assertThat(json(DATE, wire)).isEqualTo('"' + json + '"');
        assertThat(text(DATE, wire)).isEqualTo(text);
        String hex = bound(DATE, LocalDate.parse(java)).substring(2);
        assertThat(readBinary(DATE, hex)).isEqualTo(LocalDate.parse(java));
        assertThat(jsonOfBinary(DATE, hex)).isEqualTo('"' + json + '"');
    }

    @Test
    void binaryDatesCountFrom2000() {
        assertThat(readBinary(DATE, "00000000")).isEqualTo(LocalDate.of(2000, 1, 1));
        assertThat(readBinary(DATE, "ffffffff")).isEqualTo(LocalDate.of(1999, 12, 31));
        assertThat(readBinary(TIMESTAMP, "ffffffffffffffff"))
                .isEqualTo(LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_000));
    }

    @Test
    void infinityIsMaxAndMin() {
        assertThat(read(DATE, "infinity")).isEqualTo(LocalDate.MAX);
        assertThat(readBinary(DATE, "80000000")).isEqualTo(LocalDate.MIN);
        assertThat(bound(DATE, LocalDate.MAX)).isEqualTo("0x7fffffff");
        assertThat(read(TIMESTAMP, "-infinity")).isEqualTo(LocalDateTime.MIN);
        assertThat(bound(TIMESTAMP, LocalDateTime.MIN)).isEqualTo("0x8000000000000000");
        assertThat(readBinary(TIMESTAMPTZ, "7fffffffffffffff")).isEqualTo(OffsetDateTime.MAX);
        assertThat(bound(TIMESTAMPTZ, OffsetDateTime.MAX)).isEqualTo("0x7fffffffffffffff");
        assertThat(bound(TIMESTAMPTZ, Instant.MIN)).isEqualTo("0x8000000000000000");
        assertThat(json(TIMESTAMPTZ, "-infinity")).isEqualTo("\"-infinity\"");
        assertThat(jsonOfBinary(DATE, "7fffffff")).isEqualTo("\"infinity\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-31 10:00:00+01, 2024-01-31T09:00:00Z, 2024-01-31T09:00:00Z",
        "1883-11-18 12:00:00.5+05:53:28, 1883-11-18T06:06:32.5Z, 1883-11-18T06:06:32.5Z",
        "2024-01-01 00:00:00.123456-03:30, 2024-01-01T03:30:00.123456Z, 2024-01-01T03:30:00.123456Z",
        "0044-03-15 00:00:00+00 BC, -0043-03-15T00:00:00Z, 0044-03-15T00:00:00Z BC",
        "294276-12-31 23:59:59.999999+00, +294276-12-31T23:59:59.999999Z, 294276-12-31T23:59:59.999999Z",
        "0001-01-01 00:30:00+00:53:28, 0000-12-31T23:36:32Z, 0001-12-31T23:36:32Z BC"
    })
    void timestamptzIsUtcWhateverTheSessionsZone(String wire, String json, String text) {
        assertThat(read(TIMESTAMPTZ, wire)).isEqualTo(OffsetDateTime.parse(json));
        assertThat(((OffsetDateTime) read(TIMESTAMPTZ, wire)).getOffset()).isEqualTo(ZoneOffset.UTC);
        assertThat(json(TIMESTAMPTZ, wire)).isEqualTo('"' + json + '"');
        assertThat(text(TIMESTAMPTZ, wire)).isEqualTo(text);
    }

    @Test
    void timestampsWithoutZone() {
        assertThat(read(TIMESTAMP, "2024-01-31 10:00:00.123"))
                .isEqualTo(LocalDateTime.of(2024, 1, 31, 10, 0, 0, 123_000_000));
        assertThat(json(TIMESTAMP, "2024-01-31 10:00:00.123")).isEqualTo("\"2024-01-31T10:00:00.123\"");
        assertThat(json(TIMESTAMP, "2024-01-31 10:00:00")).isEqualTo("\"2024-01-31T10:00:00\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-13-01",
        "2024-02-30",
        "2023-02-29",
        "24-01-01",
        "2024-01-01x",
        "2024/01/01",
        "''",
        "9999999999-01-01"
    })
    void datesThatAreNoneAreMalformed(String text) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> read(DATE, text))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
    }

    @Test
    void timesWithMidnightAtTheEndOfTheDay() {
        assertThat(read(TIME, "24:00:00")).isEqualTo(LocalTime.MAX);
        assertThat(bound(TIME, LocalTime.MAX)).isEqualTo("0x000000141dd76000");
        assertThat(readBinary(TIME, "000000141dd76000")).isEqualTo(LocalTime.MAX);
        assertThat(jsonOfBinary(TIME, "000000141dd76000")).isEqualTo("\"24:00:00\"");
        assertThat(read(TIME, "10:00:00.000001")).isEqualTo(LocalTime.of(10, 0, 0, 1_000));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(TIME, "24:00:00.000001"));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> readBinary(TIME, "ffffffffffffffff"));
        assertThat(read(TIMETZ, "10:00:00-03:30")).isEqualTo(OffsetTime.parse("10:00-03:30"));
        assertThat(json(TIMETZ, "10:00:00+02")).isEqualTo("\"10:00:00+02:00\"");
        assertThat(json(TIMETZ, "10:00:00.5+00")).isEqualTo("\"10:00:00.5Z\"");
        assertThat(bound(TIMETZ, OffsetTime.parse("00:00:01+01:00"))).isEqualTo("0x00000000000f4240fffff1f0");
        assertThat(bound(TIMETZ, LocalTime.of(10, 0))).isEqualTo("10:00:00");
    }

    @Test
    void momentsOfEveryKindBecomeTimestamptz() {
        String expected = bound(TIMESTAMPTZ, Instant.parse("2024-07-01T10:00:00Z"));
        assertThat(readBinary(TIMESTAMPTZ, expected.substring(2))).isEqualTo(OffsetDateTime.parse("2024-07-01T10:00Z"));
        Instant moment = Instant.parse("2024-07-01T10:00:00Z");
        // the tests' default zone is Europe/Berlin: see pom.xml
        var calendar = java.util.GregorianCalendar.from(moment.atZone(java.time.ZoneId.of("Asia/Tokyo")));
        for (Object value : new Object[] {
            OffsetDateTime.parse("2024-07-01T12:00+02:00"),
            ZonedDateTime.parse("2024-07-01T06:00-04:00[America/New_York]"),
            LocalDateTime.of(2024, 7, 1, 12, 0),
            java.util.Date.from(moment),
            java.sql.Timestamp.from(moment),
            calendar
        }) {
            assertThat(bound(TIMESTAMPTZ, value)).as(value.getClass().getName()).isEqualTo(expected);
        }
        assertThat(bound(TIMESTAMPTZ, LocalDate.of(2024, 7, 1)))
                .isEqualTo(bound(TIMESTAMPTZ, Instant.parse("2024-06-30T22:00:00Z")))
                .isEqualTo(bound(TIMESTAMPTZ, java.sql.Date.valueOf("2024-07-01")));
        assertThat(bound(TIMESTAMP, moment)).isEqualTo(bound(TIMESTAMP, LocalDateTime.of(2024, 7, 1, 10, 0)));
        assertThat(bound(TIMESTAMP, calendar)).isEqualTo(bound(TIMESTAMP, LocalDateTime.of(2024, 7, 1, 19, 0)));
        assertThat(bound(TIMESTAMP, java.util.Date.from(moment)))
                .isEqualTo(bound(TIMESTAMP, LocalDateTime.of(2024, 7, 1, 12, 0)));
        assertThat(bound(DATE, java.sql.Date.valueOf("2024-07-01"))).isEqualTo(bound(DATE, LocalDate.of(2024, 7, 1)));
        assertThat(bound(DATE, java.util.Date.from(Instant.parse("2024-06-30T22:30:00Z"))))
                .isEqualTo(bound(DATE, LocalDate.of(2024, 7, 1)));
        assertThat(bound(TIME, new java.sql.Time(moment.toEpochMilli() + 5)))
                .isEqualTo(bound(TIME, LocalTime.parse("12:00:00.005")));
    }

    @Test
    void nanosecondsAreRoundedToMicroseconds() {
        assertThat(bound(TIMESTAMPTZ, Instant.parse("2000-01-01T00:00:00.000000499Z")))
                .isEqualTo("0x0000000000000000");
        assertThat(bound(TIMESTAMPTZ, Instant.parse("2000-01-01T00:00:00.000000500Z")))
                .isEqualTo("0x0000000000000001");
        assertThat(bound(TIMESTAMPTZ, Instant.parse("1999-12-31T23:59:59.999999999Z")))
                .isEqualTo("0x0000000000000000");
    }

    @Test
    void whatIsBeyondPostgresqlIsRejected() {
        for (Object value : new Object[] {
            LocalDateTime.of(294_277, 1, 1, 0, 0),
            LocalDateTime.of(-4713, 11, 23, 23, 59),
            LocalDate.of(999_999_999, 1, 1)
        }) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(TIMESTAMP, value))
                    .withMessageContaining("294276");
        }
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(DATE, LocalDate.of(5_874_898, 1, 1)));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(TIMESTAMPTZ, 1_700_000_000L))
                .withMessageContaining("to_timestamp");
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(TIMESTAMP, LocalTime.NOON));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(TIME, LocalDateTime.of(2024, 1, 1, 0, 0)));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(TIMESTAMPTZ, new java.sql.Time(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "1 year 2 mons 3 days 04:05:06.789, P1Y2M3DT4H5M6.789S",
        "-1 years -2 mons +3 days -04:05:06, P-1Y-2M3DT-4H-5M-6S",
        "00:00:00, PT0S",
        "-00:00:00.5, PT-0.5S",
        "@ 1 year 2 mons 3 days 4 hours 5 mins 6.7 secs ago, P-1Y-2M-3DT-4H-5M-6.7S",
        "@ 0, PT0S",
        "+1-2 -3 +4:05:06, P1Y2M-3DT4H5M6S",
        "-1-2, P-1Y-2M",
        "-3 4:05:06, P-3DT-4H-5M-6S",
        "0, PT0S",
        "P1Y-2M3DT-4H, P10M3DT-4H",
        "PT-0.000001S, PT-0.000001S",
        "infinity, infinity"
    })
    void intervalsInEveryStyle(String wire, String iso) {
        assertThat(read(INTERVAL, wire)).isEqualTo(iso);
        assertThat(json(INTERVAL, wire)).isEqualTo('"' + iso + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9e99999999 hours", "9e999999999:00:00", "00:00:9e99999999", "PT9e99999999H", "1e9 days", "- days", "",
                "P1", "PT", "P1D ", "1 day ", "1:2:3:4", "+ 1:00", "1.5.5 secs"
            })
    void intervalsThatAreNoneAreMalformedAndNotCalculated(String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> read(INTERVAL, text))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
        });
    }

    @Test
    void durationsAndPeriodsBecomeIntervals() {
        assertThat(readBinary(
                        INTERVAL, bound(INTERVAL, Duration.ofMillis(-1500)).substring(2)))
                .isEqualTo("PT-1.5S");
        assertThat(readBinary(INTERVAL, bound(INTERVAL, Duration.ofDays(2)).substring(2)))
                .isEqualTo("PT48H");
        assertThat(readBinary(INTERVAL, bound(INTERVAL, Period.of(1, -2, 3)).substring(2)))
                .isEqualTo("P10M3D");
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(INTERVAL, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> bound(INTERVAL, Period.ofYears(Integer.MAX_VALUE)));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(INTERVAL, 5));
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> read(INTERVAL, "1 fortnight"));
        assertThat(INTERVAL.precision(-1)).isEqualTo(-1);
        assertThat(INTERVAL.precision((0x7FFF << 16) | 3)).isEqualTo(3);
        assertThat(TIMESTAMP.precision(3)).isEqualTo(3);
    }
}
