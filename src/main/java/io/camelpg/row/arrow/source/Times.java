package io.camelpg.row.arrow.source;

import io.camelpg.row.arrow.source.NumberSource.Meaning;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Dates and times from the numbers that stand for them. */
final class Times {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Times() {}

    static Object date(long days) {
        return LocalDate.ofEpochDay(days);
    }

    static Object dateOfMillis(long millis) {
        if (millis % MILLIS_PER_DAY != 0) {
            throw Faults.value("of a date64 is not a whole day");
        }
        return LocalDate.ofEpochDay(millis / MILLIS_PER_DAY);
    }

    /** @param unit how many there are in a second */
    static Meaning time(long unit) {
        return number -> {
            if (number < 0 || number >= 86_400 * unit) {
                throw Faults.value("is no time of a day");
            }
            return LocalTime.ofSecondOfDay(number / unit).withNano(nanos(number, unit));
        };
    }

    static Meaning timestamp(long unit, boolean zoned) {
        return number -> {
            LocalDateTime moment;
            try {
                moment = LocalDateTime.ofEpochSecond(Math.floorDiv(number, unit), nanos(number, unit), ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw Faults.value("is a timestamp beyond the range of PostgreSQL");
            }
            return zoned ? (Object) moment.atOffset(ZoneOffset.UTC) : moment;
        };
    }

    static Meaning duration(long unit) {
        return number -> Duration.ofSeconds(Math.floorDiv(number, unit), nanos(number, unit));
    }

    /** What is beyond whole seconds. @throws io.camelpg.error.PgException PG-301 for nanoseconds between two microseconds */
    private static int nanos(long number, long unit) {
        int nanos = (int) (Math.floorMod(number, unit) * (1_000_000_000 / unit));
        if (nanos % NANOS_PER_MICRO != 0) {
            throw Faults.value("has nanoseconds, and PostgreSQL keeps microseconds; round it where it is written");
        }
        return nanos;
    }
}
