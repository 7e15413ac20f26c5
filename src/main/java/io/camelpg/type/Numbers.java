package io.camelpg.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Java numbers, taken exactly or not at all. */
final class Numbers {
    private static final String CAST = "Round it in the route, or in SQL, such as :name::numeric::integer";

    private Numbers() {}

    /** A whole number between the bounds; fails with PG-301 for a fraction, and for anything outside them. */
    static long whole(PgType type, Number value, long min, long max) {
        long exact;
        if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof AtomicInteger
                || value instanceof AtomicLong) {
            exact = value.longValue();
        } else {
            BigDecimal decimal = decimal(type, value);
            if (decimal.signum() != 0 && decimal.precision() - (long) decimal.scale() > 20) {
                throw outOfRange(type, value, min, max);
            }
            if (decimal.signum() != 0 && decimal.precision() - (long) decimal.scale() <= 0) {
                // less than one; toBigIntegerExact would first write out the zeros of 1e-100000000
                throw Rejection.value(type, value, "it has a fraction", CAST);
            }
            BigInteger integer;
            try {
                integer = decimal.signum() == 0 ? BigInteger.ZERO : decimal.toBigIntegerExact();
            } catch (ArithmeticException e) {
                throw Rejection.value(type, value, "it has a fraction", CAST);
            }
            if (integer.bitLength() > 63) {
                throw outOfRange(type, value, min, max);
            }
            exact = integer.longValue();
        }
        if (exact < min || exact > max) {
            throw outOfRange(type, value, min, max);
        }
        return exact;
    }

    /** Any finite number, exactly. */
    static BigDecimal decimal(PgType type, Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = value.doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw Rejection.value(type, value, "it is not a finite number");
            }
        }
        try {
            // toString of Float and Double is the shortest decimal that means the same number
            return new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            throw Rejection.kind(type, value, "Give a number of the JDK: Long, BigInteger, BigDecimal, Double, …");
        }
    }

    private static RuntimeException outOfRange(PgType type, Number value, long min, long max) {
        return Rejection.value(type, value, "the range is " + min + " to " + max);
    }
}
