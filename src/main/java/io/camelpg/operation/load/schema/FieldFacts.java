package io.camelpg.operation.load.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What the values of a field have been so far, as far as it says what their column has to take. Not thread-safe. */
final class FieldFacts {
    private static final int LONG_DIGITS = 19;
    /** Of the greatest real, before its point. */
    private static final int REAL_DIGITS = 39;

    private static final BigDecimal GREATEST_REAL = new BigDecimal(Float.MAX_VALUE);

    private @Nullable ValueKind kind;
    private long least;
    private long greatest;
    private boolean beyondLong;
    private boolean fractions;
    private int digits;
    private boolean beyondReal;
    private int longest;
    private boolean hours;
    private boolean onlyDays = true;

    /** Null as long as all values are NULL. */
    @Nullable
    ValueKind kind() {
        return kind;
    }

    void add(@Nullable Object value) {
        if (value == null) {
            return;
        }
        ValueKind of = ValueKind.of(value);
        ValueKind before = kind;
        if (before != of) {
            kind = before == null ? of : before.with(of);
        }
        if (value instanceof CharSequence text) {
            if (text.length() > longest) {
                longest = Math.max(longest, Character.codePointCount(text, 0, text.length()));
            }
        } else if (value instanceof Integer || value instanceof Long) {
            whole(((Number) value).longValue());
        } else if (value instanceof Number number) {
            number(number);
        } else if (of == ValueKind.TIMESTAMP) {
            hours = hours
                    || (value instanceof LocalDateTime moment
                            && !moment.toLocalTime().equals(LocalTime.MIDNIGHT));
        }
        onlyDays = onlyDays && (of == ValueKind.DATE || of == ValueKind.TIMESTAMP);
    }

    private void whole(long value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
    }

    private void number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            floating(number.doubleValue());
        } else if (number instanceof BigDecimal decimal) {
            decimal(decimal);
        } else if (number instanceof BigInteger large && large.bitLength() >= Long.SIZE) {
            decimal(new BigDecimal(large));
        } else {
            whole(number.longValue());
        }
    }

    private void floating(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            fractions = true;
        } else if (value == (long) value && Math.abs(value) < 1L << 53) {
            whole((long) value);
        } else {
            decimal(new BigDecimal(Double.toString(value)));
        }
    }

    private void decimal(BigDecimal value) {
        // positive digits before the point; a number of a thousand digits need not be written out for that
        int before = Math.max(0, value.precision() - value.scale());
        digits = Math.max(digits, value.signum() == 0 ? 0 : before);
        if (before > LONG_DIGITS) {
            beyondLong = true;
            fractions = fractions
                    || (value.scale() > 0 && value.stripTrailingZeros().scale() > 0);
            beyondReal = beyondReal
                    || before > REAL_DIGITS
                    || (before == REAL_DIGITS && value.abs().compareTo(GREATEST_REAL) > 0);
        } else if (fractions
                || (value.signum() != 0 && value.stripTrailingZeros().scale() > 0)) {
            // of others it does not matter any more whether they are whole
            fractions = true;
        } else {
            exact(value.toBigInteger());
        }
    }

    private void exact(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            whole(value.longValue());
        } else {
            beyondLong = true;
        }
    }

    boolean within(long from, long to) {
        return !fractions && !beyondLong && least >= from && greatest <= to;
    }

    /** How many digits numbers have before the point. */
    int wholeDigits() {
        int ofLongs = Math.max(
                BigDecimal.valueOf(least).precision(),
                BigDecimal.valueOf(greatest).precision());
        boolean none = least == 0 && greatest == 0;
        return Math.max(digits, none ? 0 : ofLongs);
    }

    boolean beyondReal() {
        return beyondReal;
    }

    /** Characters of the longest text. */
    int longest() {
        return longest;
    }

    /** Whether days are all that there is, and some of them have a time. */
    boolean daysWithTime() {
        return onlyDays && hours;
    }
}
