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

class SqlScriptTest {

    static List<Arguments> splits() {
        return List.of(
                split("SELECT 1", "SELECT 1"),
                split(";;SELECT 1;; ;SELECT 2; -- x", "SELECT 1", "SELECT 2"),
                split(
                        "SELECT ';', E'\\';', $$;$$, \";\" /* ; */ -- ;\n; SELECT 2",
                        "SELECT ';', E'\\';', $$;$$, \";\"",
                        "SELECT 2"),
                split("SELECT E'a'\n'b\\';'; SELECT 2", "SELECT E'a'\n'b\\';'", "SELECT 2"),
                split("SELECT $a$;$b$;$a$; SELECT a$b$; SELECT 3", "SELECT $a$;$b$;$a$", "SELECT a$b$", "SELECT 3"),
                split("-- first\nSELECT 1; /* second */ SELECT 2", "-- first\nSELECT 1", "/* second */ SELECT 2"),
                split(
                        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
                        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
                        "SELECT 3"),
                split(
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
                        "SELECT 3"),
                split(
                        "create or replace procedure f() begin /* */ atomic end; SELECT 3",
                        "create or replace procedure f() begin /* */ atomic end",
                        "SELECT 3"),
                split(
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 1 AS end; SELECT 2 end; SELECT t.case FROM t; END; SELECT 3",
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 1 AS end; SELECT 2 end; SELECT t.case FROM t; END",
                        "SELECT 3"),
                split(
                        "CREATE TABLE x AS SELECT 1 FROM begin atomic; DROP TABLE y",
                        "CREATE TABLE x AS SELECT 1 FROM begin atomic",
                        "DROP TABLE y"),
                split(
                        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1;'; BEGIN; END",
                        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1;'",
                        "BEGIN",
                        "END"),
                split(
                        "CREATE FUNCTION f() RETURNS int RETURN 1; SELECT 2",
                        "CREATE FUNCTION f() RETURNS int RETURN 1",
                        "SELECT 2"),
                split("DO $$ BEGIN PERFORM 1; END $$; COMMIT", "DO $$ BEGIN PERFORM 1; END $$", "COMMIT"));
    }

    private static Arguments split(String script, String... statements) {
        return Arguments.of(script, List.of(statements));
    }

    @ParameterizedTest
    @MethodSource
    void splits(String script, List<String> statements) {
        assertThat(SqlScript.parse(script).statements())
                .extracting(SqlTemplate::text)
                .isEqualTo(statements);
    }

    @Test
    void statementsShareNamedValues() {
        SqlScript script = SqlScript.parse("UPDATE a SET x = :x; UPDATE b SET x = :x, y = :y");

        assertThat(script.statements().get(1).unified()).isEqualTo("UPDATE b SET x = $1, y = $2");
        assertThat(script.statements().get(1).placeholders())
                .containsExactly(new Placeholder.Named("x", false), new Placeholder.Named("y", false));
    }

    @Test
    void positionalNumbersAreThoseOfTheScript() {
        SqlScript script = SqlScript.parse("UPDATE a SET x = $2; UPDATE b SET x = $3, y = $1");

        assertThat(script.statements().get(0).unified()).isEqualTo("UPDATE a SET x = $1");
        assertThat(script.statements().get(0).placeholders()).containsExactly(new Placeholder.Positional(2));
        assertThat(script.statements().get(1).unified()).isEqualTo("UPDATE b SET x = $2, y = $1");
        assertThat(script.statements().get(1).separate()).isEqualTo("UPDATE b SET x = $1, y = $2");
        assertThat(script.statements().get(1).occurrences()).containsExactly(1, 0);
    }

    @Test
    void aGapInTheNumbersOfAScriptIsRefused() {
        assertThatThrownBy(() -> SqlScript.parse("SELECT $1; SELECT $3")).hasMessageContaining("$2 is left out");
    }

    @Test
    void placeholdersAreNotMixedAcrossStatements() {
        assertThatThrownBy(() -> SqlScript.parse("SELECT :a; SELECT $1"))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.MIXED_PLACEHOLDERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", ";", "; /* x */ ; -- y"})
    void nothingIsNotAScript(String text) {
        assertThatThrownBy(() -> SqlScript.parse(text))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.NO_STATEMENT));
    }

    @Test
    void positionsAreThoseOfTheScript() {
        assertThatThrownBy(() -> SqlScript.parse("SELECT 1;\nSELECT :in:x")).hasMessageContaining("line 2, column 8");
    }
}
