package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Generated statements with known placeholders, and damaged ones. {@code -Dfuzz.cases} says how many there are of each,
 * 200,000 by default (damaged ones: half of it); a try of jqwik runs a hundredth of them.
 */
class SqlTemplatePropertyTest {
    private static final int TRIES = 100;
    private static final int CASES_EACH = (FuzzCases.count("fuzz.cases", 200_000) + TRIES - 1) / TRIES;

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void findsExactlyTheKnownPlaceholders(@ForAll Random random) {
        for (int i = 0; i < CASES_EACH; i++) {
            FuzzCases.run(FuzzCases.seed(random.nextLong()), this::findsThem);
        }
    }

    private void findsThem(long seed) {
        GeneratedSql sql = SqlGenerator.statement(seed);
        SqlTemplate template = parse(sql.given());
        if (!template.placeholders().equals(sql.placeholders())
                || !template.separate().equals(sql.separate())
                || !template.unified().equals(sql.unified())) {
            assertThat(template.placeholders()).as(sql.given()).isEqualTo(sql.placeholders());
            assertThat(template.separate()).as(sql.given()).isEqualTo(sql.separate());
            assertThat(template.unified()).as(sql.given()).isEqualTo(sql.unified());
        }
        assertThat(template.occurrences()).isEqualTo(sql.occurrences());
        assertThat(template.kind()).isIn(StatementKind.SELECT, StatementKind.WITH);
        if (seed % 4 == 0) {
            nativeTextsStandForThemselves(template);
        }
    }

    private static SqlTemplate parse(String text) {
        try {
            return SqlTemplate.parse(text);
        } catch (PgException e) {
            throw new AssertionError(e.getMessage() + " for " + text, e);
        }
    }

    private static void nativeTextsStandForThemselves(SqlTemplate template) {
        if (template.separate().startsWith("\uFEFF")) {
            return; // a name to the server, but the byte order mark of a text that begins with it
        }
        SqlTemplate again = parse(template.separate());
        assertThat(again.separate()).isEqualTo(template.separate());
        assertThat(again.placeholders()).hasSize(template.occurrences().length);
        SqlTemplate unified = parse(template.unified());
        assertThat(unified.unified()).isEqualTo(template.unified());
        assertThat(unified.placeholders()).hasSameSizeAs(template.placeholders());
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void scriptsAreTheirStatements(@ForAll Random random) {
        for (int i = 0; i < (CASES_EACH + 3) / 4; i++) {
            FuzzCases.run(FuzzCases.seed(random.nextLong()), this::splitsThem);
        }
    }

    private void splitsThem(long seed) {
        SqlTemplate first = parse(SqlGenerator.statement(seed).given());
        SqlTemplate second = parse(SqlGenerator.statement(~seed).given());
        // their native texts, because positional ones and named ones do not mix
        String script = first.unified() + ";" + second.unified() + "\n;\n" + first.unified();
        assertThat(SqlScript.parse(script).statements())
                .as(script)
                .extracting(SqlTemplate::text)
                .isEqualTo(List.of(first.unified(), second.unified(), first.unified()));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void damagedTextIsReadOrRefused(@ForAll Random random) {
        for (int i = 0; i < (CASES_EACH + 1) / 2; i++) {
            FuzzCases.run(FuzzCases.seed(random.nextLong()), this::survives);
        }
    }

    private void survives(long seed) {
        String text = TextDamage.of(SqlGenerator.statement(seed).given(), new Random(seed));
        try {
            SqlTemplate template = SqlTemplate.parse(text);
            nativeTextsStandForThemselves(template);
        } catch (PgException expected) {
            assertThat(expected.getMessage()).startsWith("PG-");
        }
        try {
            covers(text, SqlLexer.tokens(text));
        } catch (PgException expected) {
            assertThat(expected.getMessage()).startsWith("PG-");
        }
    }

    private static void covers(String text, List<Token> tokens) {
        int at = 0;
        for (Token token : tokens) {
            if (token.start() != at || token.end() <= at) {
                assertThat(token.start()).as(text).isEqualTo(at);
                assertThat(token.end()).as(text).isGreaterThan(at);
            }
            at = token.end();
        }
        assertThat(at).isEqualTo(text.length());
    }

    @Property(tries = 5000)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            nativeTextsStandForThemselves(SqlTemplate.parse(text));
        } catch (PgException expected) {
            assertThat(expected.getMessage()).startsWith("PG-");
        }
    }
}
