package io.camelpg.type;

import static io.camelpg.type.TypeCases.add;

import io.camelpg.type.TypeCases.TypeCase;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The time types, with random literals and edges. */
final class TimeCases {
    private static final List<String> ZONES = List.of(
            "SET TimeZone = 'UTC'",
            "SET TimeZone = 'Asia/Kolkata'",
            "SET TimeZone = 'America/St_Johns'",
            "SET TimeZone = 'Europe/Amsterdam'",
            "SET TimeZone = 'Pacific/Kiritimati'");
    private static final List<String> INTERVAL_STYLES = List.of(
            "SET IntervalStyle = 'postgres'",
            "SET IntervalStyle = 'postgres_verbose'",
            "SET IntervalStyle = 'sql_standard'",
            "SET IntervalStyle = 'iso_8601'");

    private TimeCases() {}

    static void times(List<TypeCase> cases) {
        Arbitrary<String> dates = Arbitraries.longs()
                .between(-2_451_545, 2_145_031_948)
                .map(d -> "" + d)
                .map(d -> "J" + (Long.parseLong(d) + 2_451_545));
        Arbitrary<String> recent =
                Arbitraries.longs().between(2_300_000, 2_500_000).map(d -> "J" + d);
        String[] dateEdges = {
            "infinity", "-infinity", "4714-11-24 BC", "0001-12-31 BC", "0001-01-01", "9999-12-31", "10000-01-01",
            "5874897-12-31", "2000-02-29", "1900-03-01", "0044-03-15 BC", "0005-02-28 BC", "1970-01-01", "99999-01-01"
        };
        add(cases, "date", Arbitraries.oneOf(dates, recent), dateEdges);
        Arbitrary<String> times =
                Arbitraries.longs().between(0, 86_399_999_999L).map(TimeCases::time);
        add(cases, "time", times, "00:00", "24:00", "23:59:59.999999", "10:00:00.1", "10:00:00.000001");
        add(cases, "time(3)", times, "24:00", "23:59:59.9996");
        Arbitrary<String> offsets =
                Arbitraries.integers().between(-57_599, 57_599).map(TimeCases::offset);
        add(
                cases,
                "timetz",
                Combinators.combine(times, offsets).as((time, offset) -> time + offset),
                "24:00+00",
                "00:00-15:59:59",
                "10:00+05:53:28",
                "12:30:00.5Z");
        // microseconds around 2000; the far ends need dates
        Arbitrary<String> stamps = Combinators.combine(
                        Arbitraries.longs().between(2, 109_203_527),
                        Arbitraries.longs().between(0, 86_399_999_999L))
                .as((day, micros) -> "J" + day + " " + time(micros));
        Arbitrary<String> recentStamps = Combinators.combine(
                        Arbitraries.longs().between(2_380_000, 2_480_000),
                        Arbitraries.longs().between(0, 86_399_999_999L))
                .as((day, micros) -> "J" + day + " " + time(micros));
        Arbitrary<String> both = Arbitraries.oneOf(stamps, recentStamps);
        List<String> edges = List.of(
                "infinity",
                "-infinity",
                "4714-11-25 00:00:00 BC",
                "294276-12-30 23:59:59.999999",
                "0001-12-31 23:59 BC",
                "0001-01-01 00:00",
                "9999-12-31 23:59:59.999999",
                "10000-01-02 00:00",
                "1883-11-18 12:00",
                "1937-06-30 23:59:59.999999",
                "2024-03-31 02:30",
                "2024-10-27 02:30",
                "0044-03-15 10:00:00.5 BC",
                "1970-01-01 00:00:00.000001",
                "1999-12-31 23:59:59.999999");
        cases.add(new TypeCase("timestamp", both, edges, List.of("SET TimeZone = 'Asia/Kolkata'")));
        cases.add(new TypeCase("timestamptz", both, edges, ZONES));
        add(cases, "timestamptz(0)", recentStamps);
        Arbitrary<String> intervals = Combinators.combine(
                        Arbitraries.integers().between(-100_000, 100_000),
                        Arbitraries.integers().between(-100_000, 100_000),
                        Arbitraries.longs().between(-900_000_000_000_000L, 900_000_000_000_000L))
                .as((months, days, micros) -> months + " mons " + days + " days " + hours(micros));
        cases.add(new TypeCase(
                "interval",
                intervals,
                List.of(
                        "0",
                        "1 year",
                        "-1 mon",
                        "1 day -00:00:01",
                        "-1 day 00:00:01",
                        "-0.5 sec",
                        "3 days",
                        "-3 days",
                        "1 mon -1 day",
                        "-00:00:00.000001",
                        "178000000 years",
                        "-178956970 years -8 mons",
                        "2147483647 days",
                        "1 year 2 mons 3 days 04:05:06.789",
                        "-1 year -2 mons -3 days -04:05:06",
                        "-1 day -04:05:06",
                        "1-2",
                        "-04:05:06",
                        "1 mon 00:00:01"),
                INTERVAL_STYLES));
    }

    static String time(long micros) {
        return java.time.LocalTime.ofNanoOfDay(micros * 1000).toString();
    }

    private static String offset(int seconds) {
        return java.time.ZoneOffset.ofTotalSeconds(seconds).toString().replace("Z", "+00");
    }

    /** Hours of any number of digits: before version 15 a plain number of microseconds had to fit 32 bits. */
    private static String hours(long micros) {
        long left = Math.abs(micros);
        return String.format(
                "%s%d:%02d:%02d.%06d",
                micros < 0 ? "-" : "",
                left / 3_600_000_000L,
                left / 60_000_000 % 60,
                left / 1_000_000 % 60,
                left % 1_000_000);
    }
}
