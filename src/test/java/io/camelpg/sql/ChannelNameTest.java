package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of channels, as LISTEN reads them. */
class ChannelNameTest {
    @ParameterizedTest
    @CsvSource({
        "Orders, orders",
        "' orders ', orders",
        "\"Orders\", Orders",
        "\"a\"\"b\", a\"b",
        "select, select",
        "U&\"\\0441\", с",
        "ü, ü",
        "_1$, _1$"
    })
    void aNameIsFoldedUnlessItIsQuoted(String written, String name) {
        assertThat(ChannelName.parse(written).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "my-channel", "a.b", "a b", "1a", "\"\"", "\"open", "a -- b", ":x", "'a'", "a;"})
    void whatIsNoneIsRefused(String written) {
        assertThatThrownBy(() -> ChannelName.parse(written)).isInstanceOf(PgException.class);
    }

    @Test
    void aNameHasAtMost63Bytes() {
        assertThat(ChannelName.parse("x".repeat(63)).name()).hasSize(63);
        assertThatThrownBy(() -> ChannelName.parse("ü".repeat(32)))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_NAME));
    }

    @Test
    void severalAreSeparatedByCommasOutsideOfQuotes() {
        assertThat(ChannelName.parseList("a, \"b,c\",A,\"d\"\",e\""))
                .extracting(ChannelName::name)
                .isEqualTo(List.of("a", "b,c", "d\",e"));
        assertThatThrownBy(() -> ChannelName.parseList("a,,b")).isInstanceOf(PgException.class);
    }

    @Test
    void quotedItIsFitForSql() {
        assertThat(new ChannelName("a\"; DROP").quoted()).isEqualTo("\"a\"\"; DROP\"");
    }
}
