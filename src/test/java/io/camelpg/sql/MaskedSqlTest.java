package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedSqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM users WHERE id = 42 | SELECT * FROM users WHERE id = ?",
                "SELECT 'it''s' + E'a\\'b' + $$x$$ + $t$ y $t$ | SELECT ? + ? + ? + ?",
                "SELECT x'1F', b'01', U&'d\\0061t' | SELECT ?, …",
                "SELECT 1.5e3,  -7 /* for bob */ -- secret | SELECT ?, -?",
                "SELECT a  FROM t WHERE b IN (1, 2,3) AND c = $1 | SELECT a FROM t WHERE b IN (?) AND c = $1",
                "SELECT t.a[1:2], u.`b c` FROM t | SELECT t.a[?:?], u.`b c` FROM t",
                "SET app.user = bob | SET app …",
                "BEGIN; SET LOCAL app.user TO bob | BEGIN; SET LOCAL …",
                "UPDATE t SET a = 'b' | UPDATE t SET a = ?",
                "EXECUTE find(bob) | EXECUTE find …",
                "COPY t FROM '/home/bob/x' | COPY t FROM ?",
            })
    void constantsAndCommentsAreGone(String text, String masked) {
        assertThat(MaskedSql.of(text)).isEqualTo(masked);
    }

    /** As pg_stat_activity has it: track_activity_query_size bytes, and no more. */
    @Test
    void nothingIsShownOfWhatIsCutOff() {
        String text = "SELECT 'a' FROM t WHERE name = 'secret' AND /* secret */ x = $q$secret$q$";
        for (int end = 0; end <= text.length(); end++) {
            assertThat(MaskedSql.of(text.substring(0, end)))
                    .doesNotContain("sec")
                    .doesNotContain("'");
        }
    }

    /** Where standard_conforming_strings is off, the first string goes on behind the escaped quote. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'a\\' secret', b FROM t", "SELECT 'a\\'' secret ' FROM t"})
    void nothingIsShownBehindAStringThatMayEndElsewhere(String text) {
        assertThat(MaskedSql.of(text)).isEqualTo("SELECT …");
    }

    @Test
    void whatIsNoSqlIsNotShown() {
        assertThat(MaskedSql.of("\0secret")).isEqualTo("…");
        assertThat(MaskedSql.of(") secret")).isEqualTo("…");
        assertThat(MaskedSql.of("")).isEmpty();
    }

    @Test
    void aLongTextIsCut() {
        assertThat(MaskedSql.of("SELECT " + "a, ".repeat(10_000) + "b"))
                .hasSize(1002)
                .endsWith(" …");
    }
}
