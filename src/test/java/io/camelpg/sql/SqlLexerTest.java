package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlLexerTest {

    /** The tokens that count, separated by a bar. */
    static List<Arguments> cuts() {
        return List.of(
                cut("a+-b", "a|+-|b"),
                cut("a+--b", "a|+"),
                cut("a*/*b*/c", "a|*|c"),
                cut("a<->/**/b", "a|<->|b"),
                cut("/*/**/*/a", "a"),
                cut("/***/a/*/ */b", "a|b"),
                cut("/*'*/a--'\rb--\"\nc", "a|b|c"),
                cut("'a''b''''c'd", "'a''b''''c'|d"),
                cut("'a' 'b'", "'a'|'b'"),
                cut("'a'\n'b'", "'a'\n'b'"),
                cut("'a'\r'b'\f\n\t'c'", "'a'\r'b'\f\n\t'c'"),
                cut("'a'--x\n--y\n'b'", "'a'--x\n--y\n'b'"),
                cut("'a'/*\n*/'b'", "'a'|'b'"),
                cut("'a'\n/**/'b'", "'a'|'b'"),
                cut("'a'\nE'b'", "'a'|E'b'"),
                cut("'a'--x", "'a'"),
                cut("E'\\'' 'a'", "E'\\''|'a'"),
                cut("e'\\\\'a", "e'\\\\'|a"),
                cut("E'a'\n'\\''b", "E'a'\n'\\''|b"),
                cut("E'\\1'''", "E'\\1'''"),
                cut("B'1'\n'0' x'1f' N'a' U&'\\0061'\n'b'", "B'1'\n'0'|x'1f'|N'a'|U&'\\0061'\n'b'"),
                cut("date'\\'a", "date'\\'".substring(0, 4) + "|'\\'|a"),
                cut("xe'\\'a _e'\\'", "xe|'\\'|a|_e|'\\'"),
                cut("1e'\\'' 1.e'\\'' 1e5e'\\''", "1|e'\\''|1.|e'\\''|1e5|e'\\''"),
                cut("U & 'a' U&a u&\"x\"\"\"", "U|&|'a'|U|&|a|u&\"x\"\"\""),
                cut("\"a\"\n\"b\"", "\"a\"|\"b\""),
                cut("\"a'\"b", "\"a'\"|b"),
                cut("$$a$b$$c", "$$a$b$$|c"),
                cut("$a$ $$ $b$ $A$ $a$c", "$a$ $$ $b$ $A$ $a$|c"),
                cut("$a$ $b$a$c", "$a$ $b$a$|c"),
                cut("$é_1$'$é_1$c", "$é_1$'$é_1$|c"),
                cut("a$b$c$ _$1 é$$", "a$b$c$|_$1|é$$"),
                cut("1$$a$$", "1|$$a$$"),
                cut("$1$$a$$", "$1|$$a$$"),
                cut("$ $a $1a", "$|$|a|$1|a"),
                cut("1..2 1...5 .5.5 1.5e3 1e-5 1e+ 1e", "1|..|2|1|..|.5|.5|.5|1.5e3|1e-5|1|e|+|1|e"),
                cut("a.b.*.5", "a|.|b|.|*|.5"),
                cut("a::b:::c :=d ::=", "a|::|b|:::|c|:=|d|::|="),
                cut("a[1:b]", "a|[|1|:|b|]"),
                cut("@>:a<@:b", "@>|:a|<@|:b"),
                cut("a?|b ?& c@?d@@e#>>f->>g", "a|?||b|?&|c|@?|d|@@|e|#>>|f|->>|g"),
                cut("{a}\\", "{|a|}|\\"),
                cut("a\u00A0b \u3000", "a\u00A0b|\u3000"),
                cut("a\u000Bb", "a|b"));
    }

    private static Arguments cut(String text, String tokens) {
        return Arguments.of(text, tokens);
    }

    @ParameterizedTest
    @MethodSource
    void cuts(String text, String tokens) {
        assertThat(SqlLexer.tokens(text).stream()
                        .filter(token -> !token.kind().trivia())
                        .map(token -> text.substring(token.start(), token.end()))
                        .collect(Collectors.joining("|")))
                .isEqualTo(tokens);
    }

    @Test
    void tokensCoverTheText() {
        String text = "SELECT a /* b */ || 'c' -- d\n, :e, $f$g$f$ [1:2] = \"h\".i;";
        StringBuilder covered = new StringBuilder();
        SqlLexer.tokens(text.replace("[1:2]", ""))
                .forEach(token -> covered.append(text.replace("[1:2]", ""), token.start(), token.end()));
        assertThat(covered).hasToString(text.replace("[1:2]", ""));
    }

    @Test
    void deepNestingAndLongTextsTakeLinearTimeAndNoStack() {
        int n = 200_000;
        assertThat(SqlLexer.tokens("/*".repeat(n) + "*/".repeat(n))).hasSize(1);
        assertThat(SqlLexer.tokens("(".repeat(n) + ")".repeat(n))).hasSize(2 * n);
        assertThat(SqlLexer.tokens("'a'--\n".repeat(n))).hasSizeGreaterThan(0);
        assertThat(SqlLexer.tokens("$a ".repeat(n))).hasSize(3 * n);
        assertThat(SqlLexer.tokens(":{" + "{".repeat(n) + "}".repeat(n) + "}")).hasSize(1);
    }
}
