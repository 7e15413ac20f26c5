package io.camelpg.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import org.junit.jupiter.api.Test;

class RowMapperTest {
    private static final int INT = 23;
    private static final int TEXT = 25;

    record Item(int id, String fullName) {}

    record Even(int id) {
        Even {
            if (id % 2 == 1) {
                throw new IllegalArgumentException("odd: " + id);
            }
        }
    }

    public static class Bean {
        private Integer id;
        private String fullName;

        public void setId(Integer id) {
            this.id = id;
        }

        public void setFullName(String fullName) {
            this.fullName = fullName;
        }
    }

    private static Object map(Class<?> type, TextRows rows) {
        rows.advance();
        return RowMapper.of(type, (value, wanted) -> wanted == int.class ? value : null)
                .map(new RowDecoder(rows, false));
    }

    @Test
    void recordsTakeColumnsInAnyOrderAndSpelling() {
        assertThat(map(Item.class, new TextRows("full_name", TEXT, "id", INT).row("one", "1")))
                .isEqualTo(new Item(1, "one"));
        assertThat(map(Item.class, new TextRows("id", INT, "fullName", TEXT).row("2", null)))
                .isEqualTo(new Item(2, null));
    }

    @Test
    void beansTakeWhatTheyHaveSettersFor() {
        Bean bean = (Bean) map(Bean.class, new TextRows("id", INT, "full_name", TEXT).row(null, "x"));
        assertThat(bean.id).isNull();
        assertThat(bean.fullName).isEqualTo("x");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> map(Item.class, new TextRows("id", INT).row("1")))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("PG-312")
                .hasMessageContaining("fullName");
        assertThatThrownBy(() ->
                        map(Item.class, new TextRows("id", INT, "full_name", TEXT, "extra", TEXT).row("1", "x", "y")))
                .hasMessageContaining("\"extra\" has no place");
        assertThatThrownBy(() -> map(Item.class, new TextRows("id", INT, "full_name", TEXT).row(null, "x")))
                .hasMessageContaining("primitive");
        assertThatThrownBy(() -> map(Item.class, new TextRows("id", INT, "full_name", INT).row("1", "2")))
                .hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> map(Integer.class, new TextRows("id", INT).row("1")))
                .hasMessageContaining("neither a record nor a bean");
    }

    @Test
    void whatTheClassSaysOfAValueStaysInTheCause() {
        assertThatThrownBy(() -> map(Even.class, new TextRows("id", INT).row("4711")))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("PG-312")
                .hasMessageContaining("Even rejected a row with java.lang.IllegalArgumentException")
                .hasMessageNotContaining("4711")
                .hasCause(new IllegalArgumentException("odd: 4711"));
    }
}
