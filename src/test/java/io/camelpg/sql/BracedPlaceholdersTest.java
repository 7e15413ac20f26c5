package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracedPlaceholdersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "SELECT 1#SELECT 1",
                "SELECT ${a}#SELECT :a",
                "WHERE x >= ${updated_at} OR ${updated_at} IS NULL LIMIT ${limit}#WHERE x >= :updated_at OR :updated_at IS NULL LIMIT :limit",
                "SELECT '${a}', \"${a}\", $$${a}$$, E'${a}' -- ${a}#SELECT '${a}', \"${a}\", $$${a}$$, E'${a}' -- ${a}",
                "SELECT /* ${a} */ ${b}::text#SELECT /* ${a} */ :b::text",
                "SELECT :${a}#SELECT :${a}",
                "SELECT ${a b}, ${}, ${1}#SELECT ${a b}, ${}, ${1}"
            })
    void onlyWhatStandsAsAValue(String text, String named) {
        assertThat(BracedPlaceholders.named(text)).isEqualTo(named);
    }
}
