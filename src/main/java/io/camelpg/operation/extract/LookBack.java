package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far behind what was seen a transaction may still write a cursor that began after it was seen: clocks differ, and
 * sequences hand out numbers ahead.
 *
 * @param amount milliseconds, or for numbers how much
 * @param time whether a unit of time was given
 */
public record LookBack(long amount, boolean time) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?");

    /**
     * Reads {@code 30s}, {@code 5m}, {@code 1000}.
     *
     * @throws PgException PG-501 for anything else
     */
    public static @Nullable LookBack parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "lookBack must be a duration such as 30s or 5m, or a number for cursors that are numbers, not '"
                            + text + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        return unit == null
                ? new LookBack(amount, false)
                : new LookBack(unit(unit).toMillis(amount), true);
    }

    private static TimeUnit unit(String unit) {
        return switch (unit) {
            case "ms" -> TimeUnit.MILLISECONDS;
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };
    }
}
