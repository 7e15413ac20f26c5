package io.camelpg.type;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/** An interval as PostgreSQL keeps it: months, days and microseconds, each with a sign of its own. */
record IntervalParts(int months, int days, long micros) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** From version 17 on. */
    static final IntervalParts INFINITY = new IntervalParts(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    static final IntervalParts NEGATIVE_INFINITY =
            new IntervalParts(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    static IntervalParts of(PgType type, Duration duration) {
        BigInteger micros = BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(MICROS_PER_SECOND))
                .add(BigInteger.valueOf(Moments.roundedMicros(duration.getNano())));
        if (micros.bitLength() > 63) {
            throw Rejection.value(type, duration, "the range is about 292471 years");
        }
        return new IntervalParts(0, 0, micros.longValue());
    }

    static IntervalParts of(PgType type, Period period) {
        int days = (int) period.get(ChronoUnit.DAYS);
        long months = period.toTotalMonths();
        if (months != (int) months) {
            throw Rejection.value(type, period, "the range is 178956970 years");
        }
        return new IntervalParts((int) months, days, 0);
    }

    byte[] binary() {
        byte[] bytes = new byte[16];
        Wire.putInt64(bytes, 0, micros);
        Wire.putInt32(bytes, 8, days);
        Wire.putInt32(bytes, 12, months);
        return bytes;
    }

    /** ISO 8601 as PostgreSQL prints it under IntervalStyle iso_8601: {@code P1Y2M3DT4H5M6.7S}. */
    void write(OutputBuffer out) {
        if (equals(INFINITY) || equals(NEGATIVE_INFINITY)) {
            out.ascii(micros > 0 ? "infinity" : "-infinity");
            return;
        }
        if (months == 0 && days == 0 && micros == 0) {
            out.ascii("PT0S");
            return;
        }
        out.write('P');
        part(months / 12, 'Y', out);
        part(months % 12, 'M', out);
        part(days, 'D', out);
        if (micros != 0) {
            long seconds = micros / MICROS_PER_SECOND;
            int fraction = (int) (micros % MICROS_PER_SECOND);
            out.write('T');
            part(seconds / 3600, 'H', out);
            part(seconds / 60 % 60, 'M', out);
            long rest = seconds % 60;
            if (rest != 0 || fraction != 0) {
                if (rest < 0 || fraction < 0) {
                    out.write('-');
                }
                out.digits(Math.abs(rest));
                DateTimePrinter.fraction(Math.abs(fraction), out);
                out.write('S');
            }
        }
    }

    private static void part(long value, char unit, OutputBuffer out) {
        if (value != 0) {
            out.digits(value);
            out.write(unit);
        }
    }
}
