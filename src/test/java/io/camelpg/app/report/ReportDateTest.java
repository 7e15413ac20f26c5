package io.camelpg.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDateTest {
    /** 20 November in UTC, 21 November in Auckland. */
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

    private final ReportDate dates = new ReportDate(NOON);

    @Test
    void readsADay() {
        assertThat(dates.fromQuery("date=2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(dates.fromQuery("x=1&date=2024-02-29&y")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x=2026-11-20", "DATE=2026-11-20"})
    void noDayIsYesterdayWhichTheSqlKnows(String query) {
        assertThat(dates.fromQuery(query)).isNull();
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
        assertThatThrownBy(() -> dates.fromQuery(query)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDayThatHasNotBegunInTheReportsZoneIsRefused() {
        assertThat(dates.fromQuery("date=2026-11-20")).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThatThrownBy(() -> dates.fromQuery("date=2026-11-21")).isInstanceOf(ReportDate.FutureDateException.class);

        ReportDate auckland = new ReportDate(NOON.withZone(ZoneId.of("Pacific/Auckland")));
        assertThat(auckland.fromQuery("date=2026-11-21")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThatThrownBy(() -> auckland.fromQuery("date=9999-12-31"))
                .isInstanceOf(ReportDate.FutureDateException.class);
    }
}
