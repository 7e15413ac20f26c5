package io.camelpg.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptNameTest {
    @Property
    void anyNameComesBack(@ForAll String field, @ForAll String before, @ForAll String after) {
        String comment = KeptName.comment(field);
        assertThat(KeptName.field(comment)).isEqualTo(field);
        assertThat(KeptName.field(comment + after)).isEqualTo(field);
        if (!before.contains("camel-pg")) {
            assertThat(KeptName.field(before + comment)).isEqualTo(field);
        }
    }

    @Property
    void anyServerStoresIt(@ForAll String field) {
        String comment = KeptName.comment(field);
        assertThat(comment).doesNotContain("\0");
        assertThat(new String(comment.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(comment);
    }

    @Test
    void readable() {
        assertThat(KeptName.comment("Order \"Date\"\n")).isEqualTo("camel-pg field \"Order \\\"Date\\\"\\u000a\"");
        assertThat(KeptName.comment("😀\uD83D")).isEqualTo("camel-pg field \"😀\\ud83d\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the order's date",
                "camel-pg field",
                "camel-pg field \"open",
                "camel-pg field \"\\u00",
                "camel-pg field \"\\uzzzz\"",
                "camel-pg field \"\\"
            })
    void othersAreNone(String comment) {
        assertThat(KeptName.field(comment)).isNull();
        assertThat(KeptName.field(null)).isNull();
    }
}
