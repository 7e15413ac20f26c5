package io.camelpg.type;

import com.fasterxml.jackson.core.TreeNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as SQL text, for those who have to write a statement and cannot bind. Right under both settings of {@code
 * standard_conforming_strings} ("String Constants" in PostgreSQL's manual, section 4.1.2.1).
 */
public final class SqlLiteral {
    private static final int BYTEA = 17;
    private static final int TEXT = 25;
    private static final int JSON = 114;
    private static final int FLOAT8 = 701;
    private static final int DATE = 1082;
    private static final int TIME = 1083;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int TIMETZ = 1266;
    private static final int NUMERIC = 1700;
    private static final int UUID_TYPE = 2950;

    private SqlLiteral() {}

    /**
     * The literal: NULL, TRUE or FALSE, digits, or text in single quotes. Text, json, dates and times, UUIDs and bytes are
     * text, which takes the type of its place; fractions of a second are cut at microseconds.
     *
     * @throws io.camelpg.error.PgException PG-301 for a value that PostgreSQL has no text for, PG-302 for text that cannot
     *     be stored
     */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Boolean truth) {
            return truth ? "TRUE" : "FALSE";
        }
        PgType type = TypeCatalog.builtIn().get(oid(value));
        OutputBuffer text = new OutputBuffer();
        type.bind(cut(value), new TextSink(type, text));
        String written = type.oid() == TIMESTAMP || type.oid() == TIMESTAMPTZ
                ? text.toString().replace('T', ' ')
                : text.toString();
        return value instanceof Number && isDigits(written) ? written : quoted(written);
    }

    private static int oid(Object value) {
        if (value instanceof Float || value instanceof Double) {
            return FLOAT8;
        }
        if (value instanceof Number) {
            return NUMERIC;
        }
        if (value instanceof UUID) {
            return UUID_TYPE;
        }
        if (value instanceof byte[]) {
            return BYTEA;
        }
        if (value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof TreeNode) {
            return JSON;
        }
        return value instanceof Temporal || value instanceof Date || value instanceof Calendar ? moment(value) : TEXT;
    }

    private static int moment(Object value) {
        if (value instanceof LocalDate || value instanceof java.sql.Date) {
            return DATE;
        }
        if (value instanceof LocalTime || value instanceof java.sql.Time) {
            return TIME;
        }
        if (value instanceof OffsetTime) {
            return TIMETZ;
        }
        return value instanceof LocalDateTime ? TIMESTAMP : TIMESTAMPTZ;
    }

    /** PostgreSQL would round, and a moment after a change is a moment too late to ask for it. */
    private static Object cut(Object value) {
        if (value instanceof Instant instant && instant.isAfter(Instant.MIN) && instant.isBefore(Instant.MAX)) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.equals(OffsetDateTime.MAX) ? moment : moment.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof LocalDateTime moment) {
            return moment.equals(LocalDateTime.MAX) ? moment : moment.truncatedTo(ChronoUnit.MICROS);
        }
        boolean digits = value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || !(value instanceof Number);
        return digits || value instanceof Float || value instanceof Double ? value : value.toString();
    }

    /** What is not: a sign, that would make a comment of a minus before it, NaN and the infinities. */
    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.') && !text.startsWith(".");
    }

    private static String quoted(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? '\'' + doubled + '\'' : " E'" + doubled.replace("\\", "\\\\") + '\'';
    }
}
