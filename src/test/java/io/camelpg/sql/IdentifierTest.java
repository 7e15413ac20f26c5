package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "a, \"a\"",
                "Users, \"Users\"",
                "select, \"select\"",
                "a\"b, \"a\"\"b\"",
                "\", \"\"\"\"",
                "a.b, \"a.b\"",
                "größe, \"größe\"",
                "' ', \" \"\" \"",
            })
    void quotes(String name, String quoted) {
        // CSV keeps ' ' apart from the rest: the expected text is built here
        assertThat(Identifier.quote(name)).isEqualTo(name.equals(" ") ? "\" \"" : quoted);
    }

    static List<String> notNames() {
        return List.of("", "a\0b", "\uD800", "x\uDC00y", "x".repeat(64), "é".repeat(32), "x".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("notNames")
    void refuses(String name) {
        assertThatThrownBy(() -> Identifier.quote(name))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_NAME))
                .message()
                .hasSizeLessThan(300)
                .doesNotContain("\0");
    }

    @ParameterizedTest
    @MethodSource
    void longestNames(String name) {
        assertThat(Identifier.quote(name)).isEqualTo('"' + name + '"');
    }

    static List<String> longestNames() {
        return List.of("x".repeat(63), "é".repeat(31) + "x", "\uD83D\uDE00".repeat(15) + "abc");
    }
}
