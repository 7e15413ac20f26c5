package io.camelpg.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlStatesTest {
    @Test
    void exactCodesComeBeforeClasses() {
        assertThat(SqlStates.code("23505")).isEqualTo(PgErrorCode.UNIQUE_VIOLATION);
        assertThat(SqlStates.code("22P02")).isEqualTo(PgErrorCode.DATA_ERROR);
        assertThat(SqlStates.code("08P01")).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(SqlStates.code("XX000")).isEqualTo(PgErrorCode.STATEMENT_FAILED);
        assertThat(SqlStates.code(null)).isEqualTo(PgErrorCode.STATEMENT_FAILED);
    }

    @Test
    void messagesOfClass22LoseTheValueAndTheCause() {
        ServerErrorMessage server = new ServerErrorMessage(
                "SERROR\0VERROR\0C22P02\0Minvalid input syntax for type integer: \"s3cret: \"\"x\"\"\"\0\0");
        PgException translated = SqlStates.translate(new PSQLException(server, false));
        assertThat(translated)
                .hasMessageContaining("invalid input syntax for type integer")
                .hasNoCause();
        assertThat(translated.getMessage()).doesNotContain("s3cret");
        ServerErrorMessage range = new ServerErrorMessage(
                "SERROR\0VERROR\0C22003\0Mvalue \"s3cret\" is out of range for type integer\0\0");
        assertThat(SqlStates.translate(new PSQLException(range, false)).getMessage())
                .doesNotContain("s3cret")
                .contains("out of range for type integer");
    }

    @Test
    void theServersHintIsShown() {
        ServerErrorMessage server = new ServerErrorMessage("SERROR\0VERROR\0C42703\0Mcolumn \"nme\" does not exist\0"
                + "HPerhaps you meant to reference the column \"item.name\".\0P8\0\0");
        assertThat(SqlStates.translate(new PSQLException(server, false)))
                .hasMessage("PG-207 column \"nme\" does not exist at character 8 (SQLSTATE 42703). Perhaps you meant to"
                        + " reference the column \"item.name\".");
    }

    @Test
    void ourOwnExceptionWithinIsKept() {
        PgException own = new PgException(PgErrorCode.UNKNOWN_HOST, "host");
        assertThat(SqlStates.translate(new SQLException("wrapped", own))).isSameAs(own);
    }

    @Test
    void codesAreUniqueAndGrouped() {
        assertThat(Arrays.stream(PgErrorCode.values()).map(PgErrorCode::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("PG-[0-5]\\d\\d"));
        assertThat(Arrays.stream(PgErrorCode.values()).map(PgErrorCode::hint)).noneMatch(hint -> hint.endsWith("."));
    }

    @Test
    void problemsAreReportedTogether() {
        Problems problems =
                new Problems("pg:query").add("one").require(false, "two").require(true, "three");
        assertThat(problems.found()).containsExactly("one", "two");
        org.assertj.core.api.Assertions.assertThatThrownBy(problems::throwIfAny)
                .hasMessageStartingWith("PG-501 pg:query: 2 problems: one; two.");
    }
}
