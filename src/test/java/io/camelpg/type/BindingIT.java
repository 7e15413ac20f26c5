package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import io.camelpg.type.WireSession.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java values as the server sees them: alone, and as elements of an array. */
class BindingIT {
    private static WireSession session;

    @BeforeAll
    static void connect() throws SQLException {
        session = new WireSession(TestPostgres.createDatabase());
        session.execute("SET TimeZone = 'Asia/Kolkata'");
        session.execute("CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        session.close();
    }

    static Stream<Arguments> values() throws Exception {
        Instant moment = Instant.parse("2024-07-01T10:00:00.123456Z");
        return Stream.of(
                Arguments.of("smallint", (byte) 5, "5"),
                Arguments.of("integer", 5L, "5"),
                Arguments.of("integer", new BigDecimal("5.00"), "5"),
                Arguments.of("integer", " 5 ", "5"),
                Arguments.of("positive", 5L, "5"),
                Arguments.of("bigint", BigInteger.valueOf(Long.MIN_VALUE), "-9223372036854775808"),
                Arguments.of("real", 0.1, "0.1"),
                Arguments.of("double precision", Double.MIN_VALUE, "5e-324"),
                Arguments.of("double precision", Float.NaN, "NaN"),
                Arguments.of("numeric", new BigDecimal("1E-20"), "0.00000000000000000001"),
                Arguments.of("numeric", new BigDecimal("12E+2"), "1200"),
                Arguments.of("numeric", new BigDecimal("7E+5000"), "7" + "0".repeat(5000)),
                Arguments.of("numeric", Double.NaN, "NaN"),
                Arguments.of("money", "12.50", "$12.50"),
                Arguments.of("boolean", true, "true"),
                Arguments.of("boolean", "off", "false"),
                Arguments.of("text", "ä😀\\\"'", "ä😀\\\"'"),
                Arguments.of("text", 'x', "x"),
                Arguments.of("varchar", 1.5, "1.5"),
                Arguments.of("name", "n", "n"),
                Arguments.of("\"char\"", 'c', "c"),
                Arguments.of("bytea", new byte[] {0, -1}, "\\x00ff"),
                Arguments.of("bytea", ByteBuffer.wrap(new byte[] {1}), "\\x01"),
                Arguments.of("uuid", new UUID(1, 2), "00000000-0000-0001-0000-000000000002"),
                Arguments.of("date", LocalDate.of(-43, 3, 15), "0044-03-15 BC"),
                Arguments.of("date", LocalDate.MIN, "-infinity"),
                Arguments.of("date", moment, "2024-07-01"),
                Arguments.of("time", LocalTime.of(1, 2, 3, 4_000), "01:02:03.000004"),
                Arguments.of("time", LocalTime.MAX, "24:00:00"),
                Arguments.of("timetz", OffsetTime.parse("10:00-03:30"), "10:00:00-03:30"),
                Arguments.of("timetz", OffsetDateTime.parse("2024-01-01T10:00+05:00"), "10:00:00+05"),
                Arguments.of("timetz", LocalTime.of(10, 0), "10:00:00+05:30"),
                Arguments.of("timestamp", LocalDateTime.of(10000, 1, 1, 0, 0), "10000-01-01 00:00:00"),
                Arguments.of("timestamp", moment, "2024-07-01 10:00:00.123456"),
                Arguments.of("timestamp", ZonedDateTime.parse("2024-07-01T10:00+02:00"), "2024-07-01 08:00:00"),
                Arguments.of("timestamp", LocalDate.of(2024, 7, 1), "2024-07-01 00:00:00"),
                Arguments.of("timestamptz", moment, "2024-07-01 15:30:00.123456+05:30"),
                Arguments.of("timestamptz", java.util.Date.from(moment), "2024-07-01 15:30:00.123+05:30"),
                Arguments.of("timestamptz", OffsetDateTime.MAX, "infinity"),
                Arguments.of("timestamptz", "2024-07-01T00:00:00Z", "2024-07-01 05:30:00+05:30"),
                Arguments.of("interval", Duration.ofMillis(-90_500), "-00:01:30.5"),
                Arguments.of("interval", Period.of(1, 2, 3), "1 year 2 mons 3 days"),
                Arguments.of("interval", "P1DT2H", "1 day 02:00:00"),
                Arguments.of("json", Map.of("a", Arrays.asList(1, null)), "{\"a\":[1,null]}"),
                Arguments.of("jsonb", List.of(1.5, "x"), "[1.5, \"x\"]"),
                Arguments.of("jsonb", 5, "5"),
                Arguments.of("jsonb", "{\"a\": 1}", "{\"a\": 1}"),
                Arguments.of("inet", InetAddress.getByName("2001:db8::1"), "2001:db8::1/128"),
                Arguments.of("cidr", "10/8", "10.0.0.0/8"),
                Arguments.of("macaddr", "08-00-2b-01-02-03", "08:00:2b:01:02:03"),
                Arguments.of("varbit", true, "1"),
                Arguments.of("oid", 4294967295L, "4294967295"),
                Arguments.of("oid", -1, "4294967295"),
                Arguments.of("regclass", "pg_class", "pg_class"),
                Arguments.of("int4range", "[1,5]", "[1,6)"),
                Arguments.of("point", "(1,2)", "(1,2)"),
                Arguments.of("tsvector", "a:1", "'a':1"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void isWhatTheServerSees(String type, Object value, String text) throws SQLException {
        Parameter alone = new Parameter(session.type(type), value);
        assertThat(session.column(Format.TEXT, "SELECT (?::" + type + ")::text", alone)
                        .get(0)
                        .read())
                .isEqualTo(text);
        Parameter array = new Parameter(session.type(type + "[]"), Arrays.asList(value, null, value));
        List<Object> elements = session
                .column(Format.TEXT, "SELECT coalesce(e::text, 'nothing') FROM unnest(?::" + type + "[]) e", array)
                .stream()
                .map(WireSession.Value::read)
                .toList();
        assertThat(elements).isEqualTo(List.of(text, "nothing", text));
    }
}
