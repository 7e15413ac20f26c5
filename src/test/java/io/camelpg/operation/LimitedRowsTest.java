package io.camelpg.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.row.RowStream;
import io.camelpg.row.TextRows;
import org.junit.jupiter.api.Test;

class LimitedRowsTest {
    private static TextRows three() {
        return new TextRows("id", 23).row("1").row("2").row("3");
    }

    private static int count(RowStream rows) {
        int count = 0;
        while (rows.advance()) {
            count++;
        }
        return count;
    }

    @Test
    void asManyAsAllowedPass() {
        TextRows rows = three();
        LimitedRows limited = new LimitedRows(rows, 3, false);
        assertThat(count(limited)).isEqualTo(3);
        assertThat(limited.truncated()).isFalse();
        assertThat(rows.isClosed()).isTrue();
    }

    @Test
    void oneMoreFails() {
        TextRows rows = three();
        LimitedRows limited = new LimitedRows(rows, 2, false);
        assertThatThrownBy(() -> count(limited)).hasMessageContaining("PG-303").hasMessageContaining("maxRows=2");
        assertThat(rows.isClosed()).isTrue();
    }

    @Test
    void orEndsAndSaysSo() {
        TextRows rows = three();
        LimitedRows limited = new LimitedRows(rows, 2, true);
        assertThat(count(limited)).isEqualTo(2);
        assertThat(limited.truncated()).isTrue();
        assertThat(limited.position()).isEqualTo(2);
        assertThat(limited.total()).isEqualTo(2);
        assertThat(rows.isClosed()).isTrue();
    }
}
