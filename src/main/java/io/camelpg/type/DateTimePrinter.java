package io.camelpg.type;

import java.time.ZoneOffset;

/**
 * Prints dates and times, without garbage: as ISO 8601 for JSON, with signed years beyond four digits like
 * {@code java.time}; or in PostgreSQL's input syntax, which differs for those years and for those before Christ.
 */
final class DateTimePrinter {
    private DateTimePrinter() {}

    /** A date without the era, which {@link #era} puts at the end. */
    static void date(long epochDay, boolean json, OutputBuffer out) {
        long packed = CivilDate.packed(epochDay);
        long year = CivilDate.year(packed);
        if (json) {
            if (year < 0) {
                out.write('-');
            } else if (year > 9_999) {
                out.write('+');
            }
            year(Math.abs(year), out);
        } else {
            year(year > 0 ? year : 1 - year, out);
        }
        out.write('-');
        out.twoDigits(CivilDate.month(packed));
        out.write('-');
        out.twoDigits(CivilDate.day(packed));
    }

    private static void year(long year, OutputBuffer out) {
        if (year > 9_999) {
            out.digits(year);
        } else {
            out.fourDigits((int) year);
        }
    }

    static void era(long epochDay, boolean json, OutputBuffer out) {
        if (!json && CivilDate.year(CivilDate.packed(epochDay)) <= 0) {
            out.ascii(" BC");
        }
    }

    /** Hours, minutes, seconds, and as many digits of a fraction as it needs. */
    static void time(long microsOfDay, OutputBuffer out) {
        int seconds = (int) (microsOfDay / 1_000_000);
        int micros = (int) (microsOfDay - seconds * 1_000_000L);
        out.twoDigits(seconds / 3600);
        out.write(':');
        out.twoDigits(seconds / 60 % 60);
        out.write(':');
        out.twoDigits(seconds % 60);
        fraction(micros, out);
    }

    static void fraction(int micros, OutputBuffer out) {
        if (micros != 0) {
            int digits = 6;
            int left = micros;
            while (left % 10 == 0) {
                left /= 10;
                digits--;
            }
            out.write('.');
            out.digits(left, digits);
        }
    }

    /** {@code Z}, {@code +02:00}, {@code +05:53:28}. */
    static void offset(ZoneOffset zone, OutputBuffer out) {
        int seconds = zone.getTotalSeconds();
        if (seconds == 0) {
            out.write('Z');
            return;
        }
        int left = Math.abs(seconds);
        out.write(seconds < 0 ? '-' : '+');
        out.twoDigits(left / 3600);
        out.write(':');
        out.twoDigits(left / 60 % 60);
        if (left % 60 != 0) {
            out.write(':');
            out.twoDigits(left % 60);
        }
    }
}
