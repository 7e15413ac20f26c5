package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDateTest {
    @Test
    void readsADay() {
        assertThat(ReportDate.parse("2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @Test
    void noDayIsYesterdayWhichTheQueryKnows() {
        assertThat(ReportDate.parse(null)).isNull();
        assertThat(ReportDate.parse("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-02-30",
                "2026-13-01",
                "20261120",
                "2026-1-2",
                "+999999999-12-31",
                "-2026-01-01",
                "2026-11-20T00:00:00Z",
                " 2026-11-20",
                "2026-11-20\n",
                "infinity",
                "[2026-11-20, 2026-11-21]"
            })
    void refusesWhatIsNoDay(String text) {
        assertThatThrownBy(() -> ReportDate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(text);
    }
}
