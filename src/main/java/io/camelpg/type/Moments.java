package io.camelpg.type;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * Java's dates and times as PostgreSQL's. Where a kind without a zone meets a type with one, or the other way round:
 * java.time's moments (Instant, OffsetDateTime, ZonedDateTime) are taken at UTC; LocalDateTime, LocalDate and the JDBC
 * kinds (java.util.Date, java.sql.*) at the JVM's default zone, like JDBC does; a Calendar at its own zone.
 */
final class Moments {
    private Moments() {}

    /** 1 for the MAX of a java.time class, -1 for its MIN, both of which mean infinity; 0 for anything else. */
    static int infinity(Object value) {
        if (value.equals(OffsetDateTime.MAX)
                || value.equals(Instant.MAX)
                || value.equals(LocalDateTime.MAX)
                || value.equals(LocalDate.MAX)) {
            return 1;
        }
        return value.equals(OffsetDateTime.MIN)
                        || value.equals(Instant.MIN)
                        || value.equals(LocalDateTime.MIN)
                        || value.equals(LocalDate.MIN)
                ? -1
                : 0;
    }

    /** The moment that a value means, or null where it means none. */
    static @Nullable Instant instant(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        }
        if (value instanceof Instant moment) {
            return moment;
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.toInstant();
        }
        if (value instanceof LocalDateTime local) {
            return local.atZone(ZoneId.systemDefault()).toInstant();
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        if (value instanceof java.sql.Time) {
            return null;
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        return value instanceof Calendar calendar ? calendar.toInstant() : null;
    }

    /** The date and time on the wall that a value means, or null where it means none. */
    static @Nullable LocalDateTime wallClock(Object value) {
        if (value instanceof LocalDateTime local) {
            return local;
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay();
        }
        if (value instanceof GregorianCalendar calendar) {
            return calendar.toZonedDateTime().toLocalDateTime();
        }
        Instant moment = instant(value);
        if (moment == null) {
            return null;
        }
        ZoneId zone = value instanceof Date ? ZoneId.systemDefault() : ZoneOffset.UTC;
        return LocalDateTime.ofInstant(
                moment,
                value instanceof Calendar calendar ? calendar.getTimeZone().toZoneId() : zone);
    }

    /** Nanoseconds rounded to microseconds, as PostgreSQL rounds text with more digits than it keeps. */
    static int roundedMicros(int nanos) {
        return (nanos + 500) / 1_000;
    }
}
