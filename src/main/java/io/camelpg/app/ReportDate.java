package io.camelpg.app;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The day that a request asks for. */
public final class ReportDate {
    /** Four digits, because LocalDate.parse also takes years that no calendar of PostgreSQL has. */
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private ReportDate() {}

    /**
     * @param text YYYY-MM-DD; null or empty where the request names no day
     * @return null where no day was named
     * @throws IllegalArgumentException for anything that is no day of the calendar; the message does not repeat it
     */
    public static @Nullable LocalDate parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (ISO.matcher(text).matches()) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the date is no day of the calendar", e);
            }
        }
        throw new IllegalArgumentException("a date is written YYYY-MM-DD");
    }
}
