package io.camelpg.app.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of the topic of metrics, such as {@code {"metric":"checkout","latency":12.5,"status":200,
 * "time":"2026-11-21T12:00:00Z"}}. Other fields are ignored.
 *
 * @param metric also called {@code name} or {@code metric_name}: 1 to 200 characters
 * @param latency also called {@code latency_ms}: milliseconds from 0 to a day, kept to the nanosecond
 * @param status an HTTP status, or {@code ok}, {@code success}, {@code error}, {@code failure}, {@code failed}, {@code
 *     timeout}
 * @param error whether the status is 400 or more, or a word that says so
 * @param time also called {@code timestamp}: ISO 8601 with an offset, or milliseconds since 1970; from 2000 to tomorrow
 */
record MetricsMessage(String metric, BigDecimal latency, String status, boolean error, OffsetDateTime time) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_NAME = 200;
    private static final BigDecimal MAX_LATENCY =
            BigDecimal.valueOf(Duration.ofDays(1).toMillis());
    private static final int LATENCY_SCALE = 6;
    private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(LATENCY_SCALE);
    /** Of a number's text, whose exponent could otherwise fill the memory with zeros. */
    private static final int MAX_NUMBER = 40;

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Map<String, Boolean> WORDS =
            Map.of("ok", false, "success", false, "error", true, "failure", true, "failed", true, "timeout", true);

    /** @throws PoisonException where it is none, with what is wrong; the text of the message is not repeated */
    static MetricsMessage parse(byte @Nullable [] json) {
        if (json == null) {
            throw new PoisonException("there is no value");
        }
        if (json.length > MAX_BYTES) {
            throw new PoisonException("the value has " + json.length + " bytes, more than " + MAX_BYTES);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            return new Fields(parser).read();
        } catch (PoisonException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new PoisonException("the value is nested too deeply, or has a number or a name that is too long");
        } catch (JsonProcessingException e) {
            throw new PoisonException("the value is no JSON" + place(e.getLocation()));
        } catch (IOException | RuntimeException e) {
            // The bytes are all that is read here, so whatever fails would fail again, and hold up all that follows.
            throw new PoisonException(
                    "the value cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** What has been read of an object. */
    private static final class Fields {
        private final JsonParser parser;
        private @Nullable String metric;
        private @Nullable BigDecimal latency;
        private @Nullable String status;
        private boolean error;
        private @Nullable OffsetDateTime time;

        Fields(JsonParser parser) {
            this.parser = parser;
        }

        MetricsMessage read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PoisonException("the value is no JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                field(name);
            }
            if (parser.nextToken() != null) {
                throw new PoisonException("something follows the JSON object");
            }
            return new MetricsMessage(
                    present(metric, "metric"),
                    present(latency, "latency"),
                    present(status, "status"),
                    error,
                    present(time, "time"));
        }

        private static <T> T present(@Nullable T value, String name) {
            if (value == null) {
                throw new PoisonException("'" + name + "' is missing");
            }
            return value;
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "metric", "name", "metric_name" -> metric = metric();
                case "latency", "latency_ms" -> latency = latency();
                case "status" -> status();
                case "time", "timestamp" -> time = time();
                default -> parser.skipChildren();
            }
        }

        private String metric() throws IOException {
            String text = text("metric");
            if (text.isBlank() || text.length() > MAX_NAME) {
                throw new PoisonException("'metric' has " + text.length() + " characters, not 1 to " + MAX_NAME);
            }
            if (!text.codePoints().allMatch(MetricsMessage::canBeStored)) {
                throw new PoisonException("'metric' has a character that no text in PostgreSQL can have");
            }
            return text;
        }

        private String text(String field) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new PoisonException("'" + field + "' is no text");
            }
            return parser.getText();
        }

        private BigDecimal latency() throws IOException {
            if (!parser.currentToken().isNumeric() || parser.getTextLength() > MAX_NUMBER) {
                throw new PoisonException("'latency' is no number of at most " + MAX_NUMBER + " characters");
            }
            BigDecimal number = parser.getDecimalValue();
            if (number.signum() < 0 || number.compareTo(MAX_LATENCY) > 0) {
                throw new PoisonException("'latency' is not within 0 and " + MAX_LATENCY + " milliseconds");
            }
            if (number.signum() == 0 || (long) number.precision() - number.scale() < -LATENCY_SCALE) {
                // setScale would first write out 1e-999999999
                return ZERO;
            }
            return number.scale() > LATENCY_SCALE ? number.setScale(LATENCY_SCALE, RoundingMode.HALF_EVEN) : number;
        }

        private void status() throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() == 3) {
                int code = parser.getIntValue();
                if (code >= 100 && code < 600) {
                    status = Integer.toString(code);
                    error = code >= 400;
                    return;
                }
            } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String word = parser.getText().toLowerCase(Locale.ROOT);
                Boolean bad = WORDS.get(word);
                if (bad != null) {
                    status = word;
                    error = bad;
                    return;
                }
            }
            throw new PoisonException(
                    "'status' is neither 100 to 599 nor one of ok, success, error, failure, failed," + " timeout");
        }

        private OffsetDateTime time() throws IOException {
            OffsetDateTime read;
            try {
                read = parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= MAX_NUMBER
                        ? Instant.ofEpochMilli(parser.getLongValue()).atOffset(ZoneOffset.UTC)
                        : OffsetDateTime.parse(text("time"));
            } catch (DateTimeException | JsonProcessingException e) {
                throw new PoisonException("'time' is neither ISO 8601 with an offset nor milliseconds since 1970");
            }
            Instant instant = read.toInstant();
            if (instant.isBefore(FIRST) || instant.isAfter(Instant.now().plus(Duration.ofDays(1)))) {
                throw new PoisonException("'time' is not within the year 2000 and tomorrow");
            }
            return read;
        }
    }

    private static boolean canBeStored(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    /** The message can never be counted; its text says why and contains nothing of it. */
    static final class PoisonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PoisonException(String message) {
            super(message, null, false, false);
        }
    }
}
