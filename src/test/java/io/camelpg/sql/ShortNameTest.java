package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ShortNameTest {
    @Test
    void whatFitsStays() {
        String longest = "x".repeat(63);
        assertThat(ShortName.of(longest)).isEqualTo(longest);
        assertThat(ShortName.of(longest + "1")).matches("x{54}_[0-9a-f]{8}").isNotEqualTo(ShortName.of(longest + "2"));
        assertThat(ShortName.of("ä".repeat(32))).matches("ä{27}_[0-9a-f]{8}");
        assertThat(ShortName.hash("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Property
    void neverTooLong(@ForAll @StringLength(max = 100) String name) {
        assertThat(ShortName.of(name).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(63);
        assertThat(name).startsWith(ShortName.cut(name, 20));
    }

    @Test
    void tablesThatMayBeMade() {
        TableName table = TableName.parseLong("Crm." + "T".repeat(70));
        assertThat(table.schema()).isEqualTo("crm");
        assertThat(table.name()).isEqualTo(ShortName.of("t".repeat(70)));
        assertThat(TableName.parseLong("\"a.b\"")).isEqualTo(TableName.parse("\"a.b\""));
    }
}
