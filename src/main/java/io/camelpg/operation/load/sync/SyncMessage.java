package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.load.SyncPlan;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Calendar;
import java.util.Date;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one message says of the rows in it.
 *
 * @param extractedAt when they were got from their source; null where that is not said
 * @param batch what they are called; null where they have no name
 * @param generation which refresh they are part of; null where each message is one
 * @param complete whether the refresh ends with them
 */
record SyncMessage(
        @Nullable OffsetDateTime extractedAt, @Nullable String batch, @Nullable Long generation, boolean complete) {

    /** What an index over it takes, whatever the characters. */
    private static final int LONGEST_BATCH = 500;

    /** @throws PgException PG-103 where an option gives nothing that can be used */
    static SyncMessage of(SyncPlan plan, Arguments arguments) {
        Object at = arguments.option("extractedAt");
        return new SyncMessage(
                at == null ? null : moment(at),
                plan.batches() ? batch(arguments.option("batchId")) : null,
                plan.generations() ? generation(arguments.option("generation")) : null,
                !plan.generations() || complete(arguments.option("complete")));
    }

    private static OffsetDateTime moment(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment;
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.toOffsetDateTime();
        }
        if (value instanceof Date date && !(value instanceof java.sql.Date)) {
            return date.toInstant().atOffset(ZoneOffset.UTC);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant().atOffset(ZoneOffset.UTC);
        }
        if (value instanceof Number number) {
            return Instant.ofEpochMilli(number.longValue()).atOffset(ZoneOffset.UTC);
        }
        String text = value.toString().strip();
        try {
            return text.matches("-?\\d{1,18}")
                    ? Instant.ofEpochMilli(Long.parseLong(text)).atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text.replaceFirst("^(\\S{10}) ", "$1T"));
        } catch (DateTimeParseException e) {
            throw unusable(
                    "extractedAt",
                    "no moment: a date of java.time or java.util, milliseconds since 1970, or text such as"
                            + " 2026-01-31T12:00:00Z");
        }
    }

    private static String batch(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (text.isBlank()) {
            throw unusable("batchId", "nothing");
        }
        if (text.indexOf('\0') >= 0) {
            throw unusable("batchId", "text with a NUL character");
        }
        if (text.length() > LONGEST_BATCH) {
            throw unusable("batchId", "text of " + text.length() + " characters, more than " + LONGEST_BATCH);
        }
        return text;
    }

    private static long generation(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        String text = value == null ? "" : value.toString().strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw unusable("generation", text.isEmpty() ? "nothing" : "no whole number");
        }
    }

    private static boolean complete(@Nullable Object value) {
        String text = value == null ? "" : value.toString().strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable("complete", text.isEmpty() ? "nothing" : "neither true nor false");
        };
    }

    private static PgException unusable(String option, String gave) {
        return new PgException(PgErrorCode.INVALID_PARAMETERS, option + " gives " + gave + " for this message");
    }
}
