package io.camelpg.app.report;

import java.net.URISyntaxException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** The day that a request asks for with {@code ?date=}. Thread-safe. */
public final class ReportDate {
    /** Four digits, because LocalDate.parse also takes years that no calendar of PostgreSQL has. */
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Clock clock;

    /**
     * @param zone where the day begins, such as {@code Europe/Berlin}
     * @throws DateTimeException for a zone that is none
     */
    public ReportDate(String zone) {
        this(Clock.system(ZoneId.of(zone)));
    }

    ReportDate(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads the query itself, because the header {@code date} is also HTTP's own {@code Date}.
     *
     * @param query what follows the question mark, such as {@code date=2026-11-20}
     * @return null where no day was named
     * @throws FutureDateException for a day that has not begun
     * @throws IllegalArgumentException for anything that is no day of the calendar; the message does not repeat it
     */
    public @Nullable LocalDate fromQuery(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        Object date;
        try {
            date = URISupport.parseQuery(query).get("date");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the query is not well formed", e);
        }
        if (date == null) {
            return null;
        }
        LocalDate day = day(date.toString());
        if (day.isAfter(LocalDate.now(clock))) {
            throw new FutureDateException();
        }
        return day;
    }

    private static LocalDate day(String text) {
        if (ISO.matcher(text).matches()) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the date is no day of the calendar", e);
            }
        }
        throw new IllegalArgumentException("a date is written YYYY-MM-DD");
    }

    /** There can be no report of it yet. */
    public static final class FutureDateException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        FutureDateException() {
            super("the day has not begun");
        }
    }
}
