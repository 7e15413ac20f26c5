package io.camelpg.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class RowTest {
    private final ColumnIndex index = new ColumnIndex(List.of("id", "name"));

    private Row row() {
        return new Row(index, new Object[] {1, "one"});
    }

    @Test
    void isAMapInColumnOrder() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", 1);
        expected.put("name", "one");
        assertThat((Map<String, Object>) row()).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(expected).isEqualTo(row());
        assertThat(row().toString()).isEqualTo("{id=1, name=one}");
        assertThat(row().get("other")).isNull();
        assertThat(row().get(null)).isNull();
        assertThat(row().get(7)).isNull();
        assertThat(row().containsKey("name")).isTrue();
        assertThat(row().containsKey("Name")).isFalse();
    }

    @Test
    void findsNamesThatAreEqualAndNotTheSame() {
        assertThat(row().get(new StringBuilder("name").toString())).isEqualTo("one");
    }

    @Test
    void aNewKeyDoesNotReachOtherRows() {
        Row changed = row();
        Row other = row();
        assertThat(changed.put("note", "x")).isNull();
        assertThat(changed.put("id", 2)).isEqualTo(1);
        assertThat(changed.toString()).isEqualTo("{id=2, name=one, note=x}");
        assertThat(other.toString()).isEqualTo("{id=1, name=one}");
    }

    @Test
    void keysCanBeRemoved() {
        Row row = row();
        assertThat(row.remove("id")).isEqualTo(1);
        assertThat(row.remove("id")).isNull();
        assertThat(row.toString()).isEqualTo("{name=one}");
        assertThat(row().toString()).isEqualTo("{id=1, name=one}");
        Row emptied = row();
        emptied.clear();
        assertThat((Map<String, Object>) emptied).isEmpty();
    }

    @Test
    void entriesWriteThrough() {
        Row row = row();
        row.entrySet().iterator().next().setValue(9);
        row.replaceAll((key, value) -> value + "!");
        assertThat(row.toString()).isEqualTo("{id=9!, name=one!}");
        Iterator<Map.Entry<String, Object>> entries = row.entrySet().iterator();
        entries.next();
        entries.remove();
        assertThat(entries.next().getKey()).isEqualTo("name");
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void manyColumnsAreFoundToo() {
        List<String> names =
                java.util.stream.IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();
        Row row = new Row(new ColumnIndex(names), names.toArray());
        names.forEach(name -> assertThat(row.get(name)).isEqualTo(name));
    }
}
