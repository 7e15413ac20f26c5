package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Values of a composite type whose attributes may not be those that were loaded. */
class CompositeTypeTest {
    private final AtomicInteger forgotten = new AtomicInteger();
    private final PgType type = new CompositeType(
            20_000, "pair", List.of("a", "b"), List.of(Codecs.INTEGER, Codecs.TEXT), forgotten::incrementAndGet);

    @Test
    void whatItKnowsIsRead() {
        assertThat(Codecs.read(type, "(1,x)")).isEqualTo(Map.of("a", 1, "b", "x"));
        assertThat(Codecs.readBinary(type, "00000002 00000017 00000004 00000001 00000019 00000001 78"))
                .isEqualTo(Map.of("a", 1, "b", "x"));
        assertThat(forgotten).hasValue(0);
    }

    @Test
    void otherAttributesInBinaryAreSeen() {
        for (String hex : List.of(
                "00000002 00000017 00000004 00000001 00000017 00000004 00000009",
                "00000001 00000017 00000004 00000001")) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> Codecs.readBinary(type, hex))
                    .withMessageContaining("the 2 attributes known");
        }
        assertThat(forgotten).hasValue(2);
    }
}
