package io.camelpg.app.http;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * The format {@code past-date-time} of a JSON schema: a point in time with its offset from UTC, in the years from 1 on, and
 * not in the future. A version from the future would win against all that come until then.
 */
final class PastDateTime implements Format {
    /** How much the sender's clock may be ahead of ours. */
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    /** PostgreSQL takes offsets below this one, Java up to 18 hours. */
    private static final Duration MAX_OFFSET = Duration.ofHours(16);

    @Override
    public String getName() {
        return "past-date-time";
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            return time.withOffsetSameInstant(ZoneOffset.UTC).getYear() >= 1
                    && Math.abs(time.getOffset().getTotalSeconds()) < MAX_OFFSET.toSeconds()
                    && !time.toInstant().isAfter(Instant.now().plus(TOLERANCE));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
