package io.camelpg.operation.load.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FieldColumnsTest {
    private static RelationColumn column(String name, String field) {
        return new RelationColumn(
                name, 25, 1009, "text", "text", -1, 'S', false, false, false, false, false, null, true, field);
    }

    private static Map<String, String> assign(List<RelationColumn> columns, String... fields) {
        return FieldColumns.assign(columns, List.of(fields), Set.of(fields), Set.of());
    }

    /** The table that these columns make, as the next call finds it. */
    private static List<RelationColumn> table(List<RelationColumn> before, Map<String, String> assigned, boolean keep) {
        Map<String, RelationColumn> table = new LinkedHashMap<>();
        before.forEach(column -> table.put(column.name(), column));
        assigned.forEach(
                (field, name) -> table.putIfAbsent(name, column(name, !keep || field.equals(name) ? null : field)));
        return List.copyOf(table.values());
    }

    @Test
    void whatIsThereComesFirst() {
        List<RelationColumn> columns =
                List.of(column("order_id", null), column("Total", null), column("a_b", "a b"), column("c_d", null));
        assertThat(assign(columns, "orderId", "total", "a b", "c d"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("orderId", "order_id", "total", "Total", "a b", "a_b", "c d", "c_d"));
        assertThat(assign(columns, "orderId", "order_id"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("order_id", "order_id", "orderId", "orderId"));
    }

    @Test
    void aColumnStaysItsFields() {
        List<RelationColumn> columns = List.of(column("a_b", "a b"));
        Map<String, String> other = assign(columns, "a_b");
        assertThat(other.get("a_b")).matches("a_b_[0-9a-f]{8}");
        assertThat(assign(table(columns, other, true), "a_b", "a b", "a-b"))
                .containsEntry("a_b", other.get("a_b"))
                .containsEntry("a b", "a_b")
                .containsKey("a-b");
    }

    @Test
    void onlyCaseOrTheLastByteDiffers() {
        String first = "x".repeat(63) + "1";
        String second = "x".repeat(63) + "2";
        Map<String, String> assigned = assign(List.of(), "id", "ID", "Id", first, second);
        assertThat(assigned).containsEntry("id", "id").containsEntry("ID", "ID").containsEntry("Id", "Id");
        assertThat(Set.of(assigned.get(first), assigned.get(second))).hasSize(2).allMatch(name -> name.length() == 63);
    }

    @Test
    void reservedNamesAreNoFields() {
        Map<String, String> assigned = FieldColumns.assign(
                List.of(column("_camel_meta", null)),
                List.of("_camel meta"),
                Set.of("_camel meta"),
                Set.of("_camel_meta"));
        assertThat(assigned.get("_camel meta")).matches("_camel_meta_[0-9a-f]{8}");
        assertThat(FieldColumns.assign(List.of(), List.of("new"), Set.of(), Set.of()))
                .isEmpty();
    }

    @Provide
    Arbitrary<List<String>> fields() {
        Arbitrary<String> some = Arbitraries.oneOf(
                Arbitraries.strings().withChars("aA_ -é\u0301").ofMinLength(0).ofMaxLength(4),
                Arbitraries.strings().withChars("ab").ofLength(1).map(end -> "x".repeat(63) + end),
                Arbitraries.of("orderId", "order_id", "ORDER_ID", "order id", "ctid", "_ctid", "xmin"));
        return some.list().uniqueElements().ofMaxSize(12);
    }

    @Property
    void noTwoFieldsShareAColumn(@ForAll("fields") List<String> fields) {
        Map<String, String> assigned = assign(List.of(), fields.toArray(String[]::new));
        assertThat(assigned).hasSameSizeAs(fields);
        assertThat(new LinkedHashSet<>(assigned.values())).hasSameSizeAs(fields);
    }

    @Property
    void orderDoesNotMatter(@ForAll("fields") List<String> fields, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(fields);
        Collections.shuffle(shuffled, random);
        assertThat(assign(List.of(), shuffled.toArray(String[]::new)))
                .isEqualTo(assign(List.of(), fields.toArray(String[]::new)));
    }

    /** Whatever part of the fields comes in which call, a field keeps its column once it has one that was made for it. */
    @Property
    void stableAcrossRuns(@ForAll("fields") List<String> fields, @ForAll Random random) {
        List<RelationColumn> table = table(List.of(), assign(List.of(), fields.toArray(String[]::new)), true);
        Map<String, String> first = assign(table, fields.toArray(String[]::new));
        for (int run = 0; run < 5; run++) {
            List<String> some = new ArrayList<>(fields);
            Collections.shuffle(some, random);
            some = some.subList(0, random.nextInt(fields.size() + 1));
            Map<String, String> again = assign(table, some.toArray(String[]::new));
            for (String field : some) {
                assertThat(again.get(field)).as(field).isEqualTo(first.get(field));
            }
            table = table(table, again, true);
        }
        assertThat(table).hasSameSizeAs(fields);
    }

    /** All of the fields together find theirs even where somebody took all comments away. */
    @Property
    void withoutComments(@ForAll("fields") List<String> fields) {
        Map<String, String> first = assign(List.of(), fields.toArray(String[]::new));
        List<RelationColumn> bare = table(List.of(), first, false);
        assertThat(assign(bare, fields.toArray(String[]::new))).isEqualTo(new HashMap<>(first));
    }
}
