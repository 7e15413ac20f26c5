package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDateTest {
    @Test
    void readsADay() {
        assertThat(ReportDate.fromQuery("date=2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(ReportDate.fromQuery("x=1&date=2024-02-29&y")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x=2026-11-20", "DATE=2026-11-20"})
    void noDayIsYesterdayWhichTheSqlKnows(String query) {
        assertThat(ReportDate.fromQuery(query)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date=",
                "date=yesterday",
                "date=2026-02-30",
                "date=2026-13-01",
                "date=20261120",
                "date=2026-1-2",
                "date=%2B999999999-12-31",
                "date=-2026-01-01",
                "date=2026-11-20T00:00:00Z",
                "date=+2026-11-20",
                "date=2026-11-20%0A",
                "date=infinity",
                "date=RAW(2026-11-20)",
                "date=%",
                "date=2026-11-20&date=2026-11-21"
            })
    void refusesWhatIsNoDay(String query) {
        assertThatThrownBy(() -> ReportDate.fromQuery(query)).isInstanceOf(IllegalArgumentException.class);
    }
}
