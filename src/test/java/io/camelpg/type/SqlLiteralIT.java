package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real server makes of a literal is the value. */
@Tag("core")
class SqlLiteralIT {
    private static final List<String> HOSTILE = List.of(
            "",
            "'",
            "''",
            "\\",
            "\\'",
            "\\\\'",
            "'; DROP TABLE item; --",
            "\\'; DROP TABLE item; --",
            "E'a'",
            "$$",
            "$tag$",
            "a\nb",
            "'\n'",
            "/* */ -- x",
            ":name ? $1",
            "\u00e9\ud83d\ude00",
            "%",
            "\\x41\\u0041\\n");

    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        connection = TestPostgres.connect("postgres");
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static String text(String literal, String type) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result = statement.executeQuery("SELECT (" + literal + ")::" + type + "::text")) {
                result.next();
                return result.getString(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void hostileStrings(String conforming) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET standard_conforming_strings = " + conforming);
            statement.execute("SET escape_string_warning = off");
        }
        for (String value : HOSTILE) {
            assertThat(text(SqlLiteral.of(value), "text")).isEqualTo(value);
        }
        SplittableRandom random = new SplittableRandom(3);
        String alphabet = "'\\\"\n-/*$E ;aé:?";
        for (int i = 0; i < 2000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(text(SqlLiteral.of(value), "text")).isEqualTo(value.toString());
        }
        assertThat(text(SqlLiteral.of(Map.of("k\\\"'", List.of(1, "'\\"))), "json"))
                .isEqualTo("{\"k\\\\\\\"'\":[1,\"'\\\\\"]}");
        assertThat(text(SqlLiteral.of(new byte[] {0, 39, 92, -1}), "bytea")).isEqualTo("\\x00275cff");
    }

    @Test
    void asTheSdkHasThem() {
        assertThat(SqlLiteral.of(null)).isEqualTo("NULL");
        assertThat(SqlLiteral.of("foo")).isEqualTo("'foo'");
        assertThat(SqlLiteral.of(LocalDateTime.of(2025, 12, 9, 12, 53, 45, 730139838)))
                .isEqualTo("'2025-12-09 12:53:45.730139'");
        assertThat(SqlLiteral.of(LocalDate.of(2025, 12, 9))).isEqualTo("'2025-12-09'");
        assertThat(SqlLiteral.of(OffsetDateTime.of(2025, 12, 9, 12, 53, 45, 730139838, ZoneOffset.ofHours(1))))
                .isEqualTo("'2025-12-09 11:53:45.730139Z'");
        assertThat(SqlLiteral.of(Map.of("boo", 5))).isEqualTo("'{\"boo\":5}'");
        assertThat(SqlLiteral.of(true)).isEqualTo("TRUE");
    }

    @Test
    void numbersAndMoments() throws SQLException {
        for (Object number : new Object[] {0, -1, Long.MIN_VALUE, new BigDecimal("-1.50"), 1e300, Double.NaN}) {
            assertThat(Double.parseDouble(text(SqlLiteral.of(number), "float8")))
                    .isEqualTo((Double) ((Number) number).doubleValue());
        }
        assertThat(text(SqlLiteral.of(Double.NEGATIVE_INFINITY), "float8")).isEqualTo("-Infinity");
        assertThat(text(SqlLiteral.of(OffsetDateTime.MAX), "timestamptz")).isEqualTo("infinity");
        assertThat(text(SqlLiteral.of(LocalTime.of(1, 2)), "time")).isEqualTo("01:02:00");
        assertThat(text(SqlLiteral.of(Instant.EPOCH), "timestamptz AT TIME ZONE 'UTC'"))
                .isEqualTo("1970-01-01 00:00:00");
        UUID uuid = UUID.randomUUID();
        assertThat(text(SqlLiteral.of(uuid), "uuid")).isEqualTo(uuid.toString());
    }

    @Test
    void whatCannotBeStored() {
        assertThatThrownBy(() -> SqlLiteral.of("a\u0000b")).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> SqlLiteral.of("\ud800")).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> SqlLiteral.of(new Object())).isInstanceOf(PgException.class);
    }
}
