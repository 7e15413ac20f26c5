package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTemplateTest {

    static List<Arguments> found() {
        return List.of(
                // text, placeholders, separate()
                arguments("SELECT :a", ":a", "SELECT $1"),
                arguments("SELECT :a, :b, :a", ":a :b", "SELECT $1, $2, $3"),
                arguments("SELECT :a, :#a", ":a", "SELECT $1, $2"),
                arguments("SELECT :{body[id]}", ":{body[id]}", "SELECT $1"),
                arguments("SELECT :{body[id]}, :#${body[id]}, :{ body[id] }", ":{body[id]}", "SELECT $1, $2, $3"),
                arguments("SELECT :{a['}']} + :{a[\"{\"]}", ":{a['}']} :{a[\"{\"]}", "SELECT $1 + $2"),
                arguments("SELECT :{a{b}c}", ":{a{b}c}", "SELECT $1"),
                arguments("SELECT :{a['\\'}']}", ":{a['\\'}']}", "SELECT $1"),
                arguments("SELECT :_a1ß, :Ünï", ":_a1ß :Ünï", "SELECT $1, $2"),
                arguments("SELECT :a::int, :b::\"char\", x::int", ":a :b", "SELECT $1::int, $2::\"char\", x::int"),
                arguments("SELECT f(a := :a, b:=:b, c=>:c)", ":a :b :c", "SELECT f(a := $1, b:=$2, c=>$3)"),
                arguments("SELECT : x, :1, a ? b", "", "SELECT : x, :1, a ? b"),
                arguments("SELECT a[1:2], a[lo:hi], a[:n], a[lo:]", "", "SELECT a[1:2], a[lo:hi], a[:n], a[lo:]"),
                arguments("SELECT a[(:lo):(:hi)]", ":lo :hi", "SELECT a[($1):($2)]"),
                arguments("SELECT a[f(:i)][1:n]", ":i", "SELECT a[f($1)][1:n]"),
                arguments("SELECT ARRAY[:a, :b]", ":a :b", "SELECT ARRAY[$1, $2]"),
                arguments("SELECT array [[:a],[:b]]", ":a :b", "SELECT array [[$1],[$2]]"),
                arguments("SELECT (ARRAY[:a])[1:n]", ":a", "SELECT (ARRAY[$1])[1:n]"),
                arguments("SELECT \"a\"[1:n], :a[1:n], t.array[1:n]", ":a", "SELECT \"a\"[1:n], $1[1:n], t.array[1:n]"),
                arguments("SELECT a[ARRAY[:i][1:n]]", ":i", "SELECT a[ARRAY[$1][1:n]]"),
                arguments("SELECT U&\"a\" UESCAPE '!' [1:n]", "", "SELECT U&\"a\" UESCAPE '!' [1:n]"),
                arguments("SELECT a[b[1:n]:m]", "", "SELECT a[b[1:n]:m]"),
                arguments(
                        "SELECT j ->> :k, j #>> :p, j ?| :q, j ?& :r",
                        ":k :p :q :r",
                        "SELECT j ->> $1, j #>> $2, j ?| $3, j ?& $4"),
                arguments(
                        "SELECT j @? :p, j @@ :q, a @> :b, a <@ :c",
                        ":p :q :b :c",
                        "SELECT j @? $1, j @@ $2, a @> $3, a <@ $4"),
                arguments(
                        "SELECT ':a', E'\\':a', $$:a$$, $x$:a $$ :b$x$, \":a\"",
                        "",
                        "SELECT ':a', E'\\':a', $$:a$$, $x$:a $$ :b$x$, \":a\""),
                arguments(
                        "SELECT U&':a', U&\":a\", b':a', X':a', n':a'",
                        "",
                        "SELECT U&':a', U&\":a\", b':a', X':a', n':a'"),
                arguments("SELECT 1 /* :a /* :b */ :c */ + :d", ":d", "SELECT 1 /* :a /* :b */ :c */ + $1"),
                arguments("SELECT 1 -- :a\r+ :b", ":b", "SELECT 1 -- :a\r+ $1"),
                arguments("SELECT 1 +-- :a\n:b", ":b", "SELECT 1 +-- :a\n$1"),
                arguments("SELECT 1 +/* :a */:b", ":b", "SELECT 1 +/* :a */$1"),
                arguments("SELECT E'a'\n'b\\':x', :y", ":y", "SELECT E'a'\n'b\\':x', $1"),
                arguments("SELECT 'a' -- b\n  -- c'\n  'd', :y", ":y", "SELECT 'a' -- b\n  -- c'\n  'd', $1"),
                arguments("SELECT 'a\\', :y", ":y", "SELECT 'a\\', $1"),
                arguments("SELECT date'a\\', :y", ":y", "SELECT date'a\\', $1"),
                arguments("SELECT a$b$c, :y, x$1", ":y", "SELECT a$b$c, $1, x$1"),
                arguments("SELECT 0x1F, 1_000, 1e-5, 1., .5, :y", ":y", "SELECT 0x1F, 1_000, 1e-5, 1., .5, $1"),
                arguments("SELECT '' :: text, '''' || :y", ":y", "SELECT '' :: text, '''' || $1"),
                // what stands beside a placeholder never joins its number or its name
                arguments("SELECT a:b", ":b", "SELECT a $1"),
                arguments("SELECT :{a}5, :{b}c", ":{a} :{b}", "SELECT $1 5, $2 c"),
                arguments("SELECT :a$$x$$", ":a", "SELECT $1 $$x$$"),
                arguments("SELECT :a:b", ":a :b", "SELECT $1 $2"),
                // collections
                arguments("SELECT 1 WHERE a IN (:in:b)", ":in:b", "SELECT 1 WHERE a = ANY ($1)"),
                arguments("SELECT 1 WHERE a NOT IN (:in:b)", ":in:b", "SELECT 1 WHERE a <> ALL ($1)"),
                arguments("SELECT 1 WHERE a in(:#in:b)", ":in:b", "SELECT 1 WHERE a = ANY($1)"),
                arguments(
                        "SELECT 1 WHERE a IN (:in:{b}) OR a IN (:#in:${b})",
                        ":in:{b}",
                        "SELECT 1 WHERE a = ANY ($1) OR a = ANY ($2)"),
                arguments(
                        "SELECT 1 WHERE a not/*x*/in -- y\n( :in:b )",
                        ":in:b",
                        "SELECT 1 WHERE a <>/*x*/ ALL -- y\n( $1 )"),
                arguments("SELECT 1 WHERE t.not IN (:in:b)", ":in:b", "SELECT 1 WHERE t.not = ANY ($1)"),
                arguments("SELECT 1 WHERE \"not\"IN(:in:b)", ":in:b", "SELECT 1 WHERE \"not\"= ANY($1)"),
                arguments(
                        "SELECT 1 WHERE a IN (:in:b) AND c = :b", ":in:b :b", "SELECT 1 WHERE a = ANY ($1) AND c = $2"),
                arguments("SELECT 1 WHERE a IN (:in, :b)", ":in :b", "SELECT 1 WHERE a IN ($1, $2)"),
                arguments("SELECT 1 WHERE a IN (:in::int)", ":in", "SELECT 1 WHERE a IN ($1::int)"),
                // positional
                arguments("SELECT $1, $2", "$1 $2", "SELECT $1, $2"),
                arguments("SELECT $2, $1, $2", "$1 $2", "SELECT $1, $2, $3"),
                arguments("SELECT $01", "$1", "SELECT $1"),
                arguments("SELECT $1and $2", "$1 $2", "SELECT $1and $2"),
                arguments("SELECT a[1:$1]", "$1", "SELECT a[1:$1]"),
                // $n is not ours
                arguments("PREPARE p(int) AS SELECT $1", "", "PREPARE p(int) AS SELECT $1"),
                arguments(
                        "CREATE FUNCTION f(int) RETURNS int BEGIN ATOMIC SELECT $1; END",
                        "",
                        "CREATE FUNCTION f(int) RETURNS int BEGIN ATOMIC SELECT $1; END"),
                // only the statement
                arguments("\uFEFFSELECT :a", ":a", "SELECT $1"),
                arguments(" \n SELECT :a ; -- b\n /* c */ ; ", ":a", "SELECT $1"),
                arguments("/*+ hint */ SELECT :a /* b */", ":a", "/*+ hint */ SELECT $1"));
    }

    private static Arguments arguments(String text, String placeholders, String separate) {
        return Arguments.of(text, placeholders, separate);
    }

    @ParameterizedTest
    @MethodSource
    void found(String text, String placeholders, String separate) {
        SqlTemplate template = SqlTemplate.parse(text);

        assertThat(template.placeholders())
                .extracting(Placeholder::label)
                .containsExactlyElementsOf(placeholders.isEmpty() ? List.of() : List.of(placeholders.split(" ")));
        assertThat(template.separate()).isEqualTo(separate);
        assertThat(template.text()).isEqualTo(text);
        assertThat(template.positional()).isEqualTo(placeholders.startsWith("$"));
    }

    @Test
    void unifiedGivesEqualPlaceholdersOneParameter() {
        SqlTemplate template = SqlTemplate.parse("SELECT :b, :a, :#b, :{a}, :#${a} WHERE 1 IN (:in:b)");

        assertThat(template.unified()).isEqualTo("SELECT $1, $2, $1, $3, $3 WHERE 1 = ANY ($4)");
        assertThat(template.separate()).isEqualTo("SELECT $1, $2, $3, $4, $5 WHERE 1 = ANY ($6)");
        assertThat(template.occurrences()).containsExactly(0, 1, 0, 2, 2, 3);
        assertThat(template.placeholders())
                .containsExactly(
                        new Placeholder.Named("b", false),
                        new Placeholder.Named("a", false),
                        new Placeholder.Expression("a", false),
                        new Placeholder.Named("b", true));
    }

    @Test
    void positionalPlaceholdersAreInTheOrderOfTheirNumbers() {
        SqlTemplate template = SqlTemplate.parse("SELECT $2, $1, $2");

        assertThat(template.unified()).isEqualTo("SELECT $2, $1, $2");
        assertThat(template.occurrences()).containsExactly(1, 0, 1);
        assertThat(template.placeholders())
                .containsExactly(new Placeholder.Positional(1), new Placeholder.Positional(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SYNTAX               | SELECT 'a                     | line 1, column 8",
                "SYNTAX               | SELECT E'a\\'                 | line 1, column 8",
                "SYNTAX               | SELECT U&'a                   | line 1, column 8",
                "SYNTAX               | SELECT 1 /* /* */             | line 1, column 10",
                "SYNTAX               | SELECT $x$ $y$                | line 1, column 8",
                "SYNTAX               | SELECT \"a                    | line 1, column 8",
                "SYNTAX               | SELECT (1                     | line 1, column 8",
                "SYNTAX               | SELECT (a[1)                  | line 1, column 12",
                "SYNTAX               | SELECT 1)                     | line 1, column 9",
                "SYNTAX               | SELECT U&\"a!00\" UESCAPE '!'  ()| line 1, column 8",
                "SYNTAX               | SELECT U&\"a\" UESCAPE $$!$$ () | line 1, column 14",
                "NO_STATEMENT         | ; -- nothing                  | no statement",
                "SEVERAL_STATEMENTS   | SELECT 1; SELECT 2            | line 1, column 11",
                "SEVERAL_STATEMENTS   | SELECT :a; SELECT $1          | of 2",
                "MIXED_PLACEHOLDERS   | SELECT :a, $1                 | Both :a and $1",
                "INVALID_PLACEHOLDER  | SELECT $0                     | line 1, column 8",
                "INVALID_PLACEHOLDER  | SELECT $1, $3                 | $2 is left out",
                "INVALID_PLACEHOLDER  | SELECT :{a                    | line 1, column 8",
                "INVALID_PLACEHOLDER  | SELECT :{a['}                 | line 1, column 8",
                "INVALID_PLACEHOLDER  | SELECT :{ }                   | line 1, column 8",
                "INVALID_PLACEHOLDER  | SELECT a[:{n}]                | parentheses",
                "INVALID_PLACEHOLDER  | SELECT :in:a                  | line 1, column 8",
                "INVALID_PLACEHOLDER  | SELECT a IN (:in:a, 1)        | line 1, column 14",
                "INVALID_PLACEHOLDER  | SELECT a IN (1, :in:a)        | IN ( )",
                "INVALID_PLACEHOLDER  | SELECT a IN ((:in:a))         | IN ( )",
                "INVALID_PLACEHOLDER  | SELECT a = ANY (:in:a)        | IN ( )",
                "INVALID_PLACEHOLDER  | SELECT t.in (:in:a)           | IN ( )",
                "INVALID_PLACEHOLDER  | PREPARE p AS SELECT :a        | line 1, column 21",
                "TOO_MANY_PARAMETERS  | SELECT $4294967297            | 65535",
            })
    void refused(PgErrorCode code, String text, String says) {
        assertThatThrownBy(() -> SqlTemplate.parse(text))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(code))
                .hasMessageContaining(says);
    }

    @Test
    void positionsCountLinesOfAnyEndingAndWholeCharacters() {
        assertThatThrownBy(() -> SqlTemplate.parse("SELECT 1,\r\n 2,\r 3,\n '\uD83D\uDE00', 'x"))
                .hasMessageContaining("line 4, column 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'a\0'", "SELECT '\uD83D'", "SELECT '\uDE00\uD83D'"})
    void whatNoServerCanReceiveIsRefused(String text) {
        assertThatThrownBy(() -> SqlTemplate.parse(text)).hasMessageContaining("line 1, column");
    }

    @Test
    void errorsDoNotQuoteLiterals() {
        assertThatThrownBy(() -> SqlTemplate.parse("SELECT 'secret', 'more"))
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aStatementCarries65535ParametersAndNoMore() {
        StringBuilder text = new StringBuilder("SELECT :p0");
        for (int i = 1; i < 65535; i++) {
            text.append(", :p").append(i);
        }
        assertThat(SqlTemplate.parse(text.toString()).placeholders()).hasSize(65535);
        assertThatThrownBy(() -> SqlTemplate.parse(text + ", :last"))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.TOO_MANY_PARAMETERS));
    }

    @Test
    void tellsWhetherALineCommentWouldSwallowTheRest() {
        assertThat(SqlTemplate.parse("SELECT 1 -- a\n+ 1").hasLineComment()).isTrue();
        assertThat(SqlTemplate.parse("SELECT 1; -- a").hasLineComment()).isTrue();
        assertThat(SqlTemplate.parse("SELECT '--' /* -- */, $$--$$").hasLineComment())
                .isFalse();
    }
}
