package io.camelpg.type;

import static io.camelpg.type.Codecs.CATALOG;
import static io.camelpg.type.Codecs.INTEGER_ARRAY;
import static io.camelpg.type.Codecs.TEXT_ARRAY;
import static io.camelpg.type.Codecs.bound;
import static io.camelpg.type.Codecs.json;
import static io.camelpg.type.Codecs.read;
import static io.camelpg.type.Codecs.readBinary;
import static io.camelpg.type.Codecs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayTypesTest {
    @Test
    void literalsAreRead() {
        assertThat(read(INTEGER_ARRAY, "{1,NULL,3}")).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(read(INTEGER_ARRAY, "{}")).isEqualTo(List.of());
        assertThat(read(INTEGER_ARRAY, "{{1,2},{3,NULL}}")).isEqualTo(List.of(List.of(1, 2), Arrays.asList(3, null)));
        assertThat(read(INTEGER_ARRAY, "[2:3]={7,8}")).isEqualTo(List.of(7, 8));
        assertThat(read(INTEGER_ARRAY, "[0:0][-1:0]={{7,8}}")).isEqualTo(List.of(List.of(7, 8)));
        assertThat(read(TEXT_ARRAY, "{a,\"\",\"NULL\",null,\"a,b\",\"{}\",\"q\\\"\\\\\",\" \",ä}"))
                .isEqualTo(Arrays.asList("a", "", "NULL", null, "a,b", "{}", "q\"\\", " ", "ä"));
        assertThat(read(CATALOG.get(1020), "{(1,1),(0,0);(3,3),(2,2)}"))
                .isEqualTo(List.of("(1,1),(0,0)", "(3,3),(2,2)"));
    }

    @Test
    void binaryArraysAreRead() {
        assertThat(readBinary(INTEGER_ARRAY, "00000000 00000000 00000017")).isEqualTo(List.of());
        assertThat(readBinary(INTEGER_ARRAY, "00000001 00000001 00000017 00000002 00000005 00000004 00000007 ffffffff"))
                .isEqualTo(Arrays.asList(7, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "1", "{1", "{1,", "{1}}", "{{1}", "{{{{{{{1}}}}}}}", "[1:2]", "{\"1}", "{x}", "{1,}"})
    void literalsThatAreNoneAreMalformed(String literal) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> read(INTEGER_ARRAY, literal))
                .satisfies(e -> assertThat(e.code()).isEqualTo("PG-314"));
    }

    @Test
    void arraysArePrinted() {
        assertThat(json(TEXT_ARRAY, "{{a,\"q\\\"\"},{NULL,\"\"}}")).isEqualTo("[[\"a\",\"q\\\"\"],[null,\"\"]]");
        assertThat(json(INTEGER_ARRAY, "[2:3]={7,8}")).isEqualTo("[7,8]");
        assertThat(text(TEXT_ARRAY, "{{a,\"q\\\"\"},{NULL,\"\"}}")).isEqualTo("{{a,\"q\\\"\"},{NULL,\"\"}}");
        assertThat(json(INTEGER_ARRAY, "{}")).isEqualTo("[]");
        assertThat(json(CATALOG.get(1185), "{\"2024-01-01 00:00:00+01\"}")).isEqualTo("[\"2023-12-31T23:00:00Z\"]");
    }

    @Test
    void everyKindOfManyValuesIsBound() {
        String oneTwo =
                "0x00000001 00000000 00000017 00000002 00000001 00000004 00000001 00000004 00000002".replace(" ", "");
        for (Object value : new Object[] {
            List.of(1, 2),
            new int[] {1, 2},
            new Integer[] {1, 2},
            new long[] {1, 2},
            new Object[] {1L, 2.0},
            new java.util.LinkedHashSet<>(List.of(1, 2)),
            new short[] {1, 2},
            new byte[] {1, 2},
            new java.util.ArrayDeque<>(List.of(1, 2))
        }) {
            assertThat(bound(INTEGER_ARRAY, value))
                    .as(value.getClass().getName())
                    .isEqualTo(oneTwo);
        }
        assertThat(bound(INTEGER_ARRAY, Set.of())).isEqualTo("{}");
        assertThat(bound(INTEGER_ARRAY, List.of(List.of(), List.of()))).isEqualTo("{}");
        assertThat(bound(INTEGER_ARRAY, "{1,2}")).isEqualTo("{1,2}");
        assertThat(bound(INTEGER_ARRAY, Arrays.asList("1", null, 2))).isEqualTo("{1,NULL,2}");
        assertThat(bound(CATALOG.get(1231), List.of(1, 2.5))).isEqualTo("{1,2.5}");
        assertThat(bound(CATALOG.get(1001), List.of(new byte[] {1}, "\\x02"))).isEqualTo("{\"\\\\x01\",\"\\\\x02\"}");
        assertThat(readBinary(
                        INTEGER_ARRAY,
                        bound(INTEGER_ARRAY, new int[][] {{1, 2}, {3, 4}}).substring(2)))
                .isEqualTo(List.of(List.of(1, 2), List.of(3, 4)));
        assertThat(readBinary(
                        TEXT_ARRAY,
                        bound(TEXT_ARRAY, Arrays.asList("ä", null, "NULL", "")).substring(2)))
                .isEqualTo(Arrays.asList("ä", null, "NULL", ""));
    }

    @Test
    void jsonArraysTakeListsAsElements() {
        assertThat(bound(CATALOG.get(3807), List.of(List.of(1, 2), Map.of("a", 1))))
                .isEqualTo("{\"[1,2]\",\"{\\\"a\\\":1}\"}");
    }

    @Test
    void whatIsNoArrayIsRejected() {
        for (Object value : new Object[] {
            List.of(1, List.of(2)),
            List.of(List.of(1), 2),
            List.of(List.of(1), List.of(1, 2)),
            Arrays.asList(null, List.of(1)),
            List.of(List.of(List.of(1)), List.of(2)),
            List.of(List.of(List.of(List.of(List.of(List.of(List.of(1))))))),
            5,
            Map.of("a", 1)
        }) {
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> bound(INTEGER_ARRAY, value))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("PG-301"));
        }
        assertThatExceptionOfType(PgException.class).isThrownBy(() -> bound(CATALOG.get(1001), new byte[] {1}));
    }
}
