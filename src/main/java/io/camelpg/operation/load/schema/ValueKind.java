package io.camelpg.operation.load.schema;

import com.fasterxml.jackson.core.TreeNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What values are, and the type of a column that is made for them. */
enum ValueKind {
    BOOLEAN("boolean"),
    INTEGER("bigint"),
    /** Fractions, exact or not: a Double has a decimal form that means just it, and JSON has no other numbers. */
    NUMBER("numeric"),
    TEXT("character varying"),
    DOCUMENT("jsonb"),
    BYTES("bytea"),
    UUID_VALUE("uuid"),
    DATE("date"),
    TIME("time without time zone"),
    ZONED_TIME("time with time zone"),
    TIMESTAMP("timestamp without time zone"),
    ZONED_TIMESTAMP("timestamp with time zone"),
    INTERVAL("interval");

    private final String type;

    ValueKind(String type) {
        this.type = type;
    }

    /** As {@code format_type} prints it. */
    String type() {
        return type;
    }

    /** What a value is, by its class. */
    static ValueKind of(Object value) {
        // what most values are first
        if (value instanceof CharSequence) {
            return TEXT;
        }
        if (value instanceof Number number) {
            return ofNumber(number);
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof Map || value instanceof Collection) {
            return DOCUMENT;
        }
        if (value instanceof UUID) {
            return UUID_VALUE;
        }
        if (value instanceof byte[] || value instanceof java.io.InputStream) {
            return BYTES;
        }
        if (value instanceof TreeNode node) {
            return node.isValueNode() ? ofScalar(node) : DOCUMENT;
        }
        return value.getClass().isArray() || value instanceof Record ? DOCUMENT : ofMoment(value);
    }

    private static ValueKind ofNumber(Number number) {
        boolean whole = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof AtomicInteger
                || number instanceof AtomicLong
                || (number instanceof BigInteger large && large.bitLength() < Long.SIZE);
        return whole ? INTEGER : NUMBER;
    }

    private static ValueKind ofScalar(TreeNode node) {
        return switch (node.asToken()) {
            case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
            case VALUE_NUMBER_INT -> INTEGER;
            case VALUE_NUMBER_FLOAT -> NUMBER;
            case VALUE_EMBEDDED_OBJECT -> BYTES;
            case VALUE_STRING, VALUE_NULL, NOT_AVAILABLE, FIELD_NAME -> TEXT;
            case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY -> DOCUMENT;
        };
    }

    private static ValueKind ofMoment(Object value) {
        if (value instanceof OffsetDateTime
                || value instanceof Instant
                || value instanceof ZonedDateTime
                || value instanceof Calendar) {
            return ZONED_TIMESTAMP;
        }
        if (value instanceof Date date) {
            return date instanceof java.sql.Date ? DATE : date instanceof java.sql.Time ? TIME : ZONED_TIMESTAMP;
        }
        if (value instanceof LocalDateTime) {
            return TIMESTAMP;
        }
        if (value instanceof LocalDate) {
            return DATE;
        }
        if (value instanceof LocalTime) {
            return TIME;
        }
        if (value instanceof OffsetTime) {
            return ZONED_TIME;
        }
        return value instanceof Duration || value instanceof Period ? INTERVAL : TEXT;
    }

    /** The kind of a column that takes values of both, as far as there is one. */
    ValueKind with(ValueKind other) {
        if (this == other) {
            return this;
        }
        if (isAnyOf(other, INTEGER, NUMBER)) {
            return NUMBER;
        }
        if (isAnyOf(other, DATE, TIMESTAMP)) {
            return TIMESTAMP;
        }
        return this == DOCUMENT || other == DOCUMENT ? DOCUMENT : TEXT;
    }

    private boolean isAnyOf(ValueKind other, ValueKind first, ValueKind second) {
        return (this == first || this == second) && (other == first || other == second);
    }
}
