package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    static List<Arguments> reads() {
        return List.of(
                Arguments.of("users", null, "users"),
                Arguments.of("Users", null, "users"),
                Arguments.of(" users ", null, "users"),
                Arguments.of("Public.Users", "public", "users"),
                Arguments.of("\"Public\" . \"Users\"", "Public", "Users"),
                Arguments.of("\"Quoted\".\"Na\"\"me\"", "Quoted", "Na\"me"),
                Arguments.of("\"a.b\"", null, "a.b"),
                Arguments.of("GRÖSSE", null, "grÖsse"),
                Arguments.of("order", null, "order"),
                Arguments.of("a$1", null, "a$1"),
                Arguments.of("U&\"d\\0061t\\+000061\"", null, "data"),
                Arguments.of("U&\"a!0062\" UESCAPE '!'.U&\"\\D83D\\DE00\"", "ab", "\uD83D\uDE00"),
                Arguments.of("u&\"\\\\\"", null, "\\"));
    }

    @ParameterizedTest
    @MethodSource
    void reads(String text, String schema, String name) {
        assertThat(TableName.parse(text)).isEqualTo(new TableName(schema, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "a.",
                ".a",
                "a.b.c",
                "a b",
                "my-table",
                "1a",
                "a;",
                "a; DROP TABLE b",
                "a -- b",
                "a/**/.b",
                "'a'",
                "\"a",
                "\"\"",
                "a.\"\"",
                "(a)",
                "a()",
                ":a",
                ":{a",
                "$1",
                "*",
                "a.*",
                "a\0",
                "U&\"\\00\"",
                "U&\"\\0000\"",
                "U&\"\\D83D\"",
                "U&\"a\" UESCAPE",
                "U&\"a\" UESCAPE $$!$$",
                "a.b UESCAPE '!'",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> TableName.parse(text))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_NAME));
    }

    @Test
    void quotesAlways() {
        assertThat(TableName.parse("public.users").quoted()).isEqualTo("\"public\".\"users\"");
        assertThat(new TableName(null, "a\"b").quoted()).isEqualTo("\"a\"\"b\"");
    }

    @Test
    void printsQuotesWhereTheyAreNeeded() {
        assertThat(new TableName("public", "Users")).hasToString("public.\"Users\"");
        assertThat(new TableName(null, "1a")).hasToString("\"1a\"");
        assertThat(new TableName(null, "größe_1")).hasToString("größe_1");
        assertThat(new TableName("\uFEFFa", "\uFEFFb"))
                .as("a mark that is part of a name, not of a file")
                .hasToString("\"\uFEFFa\".\"\uFEFFb\"");
    }
}
