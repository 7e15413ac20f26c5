package io.camelpg.operation.load.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.sql.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MadeNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "name          | name",
                "Name          | Name",
                "select        | select",
                "Order Date    | Order_Date",
                "2nd           | _2nd",
                "$x            | _$x",
                "a$1           | a$1",
                "_x            | _x",
                "a\"b'c\\d     | a_b_c_d",
                "ctid          | _ctid",
                "tableoid      | _tableoid",
                "CTID          | CTID",
                "oid           | oid",
                "''            | _",
                "' '           | _",
                "---           | ___",
                "💥💥          | __",
                "x💥           | x_",
                "größe         | größe",
                "日本語         | 日本語",
                "नमस्ते          | नमस्ते",
                "e\u0301t      | e\u0301t",
                "\u0301t       | _t",
                "a.b-c/d:e     | a_b_c_d_e",
            })
    void names(String field, String name) {
        assertThat(MadeName.of(field)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"a,63", "ä,31", "日,21", "𝒳,15"})
    void cutBetweenCharacters(String letter, int times) {
        assertThat(MadeName.of(letter.repeat(100))).isEqualTo(letter.repeat(times));
        assertThat(MadeName.of(letter.repeat(times))).isEqualTo(letter.repeat(times));
        assertThat(MadeName.told(letter.repeat(100), 8)).matches(letter + "+_[0-9a-f]{8}");
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(90),
                Arbitraries.strings()
                        .withChars("aZ_$0 9-\"'\\.ä日\u0301\u0000\uD83D\uDE00")
                        .ofMaxLength(80),
                Arbitraries.of("xmin", "cmax", "user", "table", "", "\uDE00"));
    }

    @Property
    void anyNameIsOneOfPostgreSql(@ForAll("fields") String field) {
        for (String name : Arrays.asList(MadeName.of(field), MadeName.told(field, 8), MadeName.told(field, 40))) {
            assertThat(Identifier.require(name)).isEqualTo(name);
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 63);
            assertThat(Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"))
                    .doesNotContain(name);
            assertThat(name).doesNotContain("\"", "'", " ", "\0").doesNotMatch("[0-9].*");
        }
    }

    /** So it can be read in SQL without anybody knowing how it was made. */
    @Property
    void whatIsANameStaysOne(@ForAll("fields") String field) {
        String name = MadeName.of(field);
        assertThat(MadeName.of(name)).isEqualTo(name);
    }
}
