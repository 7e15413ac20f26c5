package io.camelpg.app;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.quartz.CronExpression;

/**
 * What a variable of the environment may be.
 *
 * @param expected what is right, for the end of "must be"
 * @param fits whether a value is
 */
record SettingKind(String expected, Predicate<String> fits) {
    private static final Pattern INTERVAL =
            Pattern.compile("(?i)(?=.*[1-9])\\s*[0-9]{1,6}\\s*UNIT(\\s+[0-9]{1,6}\\s*UNIT)*\\s*"
                    .replace("UNIT", "(seconds?|minutes?|hours?|days?|weeks?|months?|years?)"));

    static SettingKind port() {
        return wholeNumber(1, 65_535);
    }

    static SettingKind wholeNumber(int from) {
        return wholeNumber(from, Integer.MAX_VALUE);
    }

    private static SettingKind wholeNumber(int from, int to) {
        String expected = "a whole number " + (to == Integer.MAX_VALUE ? "from " + from : "from " + from + " to " + to);
        return new SettingKind(expected, parses(value -> {
            int number = Integer.parseInt(value);
            return number >= from && number <= to;
        }));
    }

    /** Both bounds are possible. */
    static SettingKind number(int from, int to) {
        return new SettingKind("a number from " + from + " to " + to, parses(value -> {
            BigDecimal number = new BigDecimal(value);
            return number.compareTo(BigDecimal.valueOf(from)) >= 0 && number.compareTo(BigDecimal.valueOf(to)) <= 0;
        }));
    }

    /** As Quartz reads them. */
    static SettingKind cron() {
        return new SettingKind(
                "a cron expression of Quartz, seconds first, such as '0 0 6 * * ?' for six every morning", value -> {
                    try {
                        CronExpression.validateExpression(value);
                        return true;
                    } catch (ParseException e) {
                        return false;
                    }
                });
    }

    /** A name that Java and PostgreSQL read alike; {@code UTC+2} they do not. */
    static SettingKind timeZone() {
        return new SettingKind(
                "the name of a time zone, such as Europe/Berlin or UTC", ZoneId.getAvailableZoneIds()::contains);
    }

    /** One that Java has names of months for: others would silently get those of no language. */
    static SettingKind language() {
        return new SettingKind("a language, such as en, de or pt-BR", value -> {
            Locale locale = Locale.forLanguageTag(value);
            return List.of(Locale.getAvailableLocales()).contains(locale) && !locale.equals(Locale.ROOT);
        });
    }

    /** As Camel reads it. */
    static SettingKind duration() {
        return new SettingKind(
                "a duration, such as 5s, 2m or 500 (milliseconds)",
                parses(value -> TimeUtils.toMilliSeconds(value) > 0));
    }

    /** What PostgreSQL understands and nobody misunderstands; it takes more than this. */
    static SettingKind interval() {
        return new SettingKind(
                "an interval above zero, such as 1 year, 90 days or 2 hours 30 minutes", INTERVAL.asMatchPredicate());
    }

    static SettingKind choice(String... choices) {
        List<String> all = List.of(choices);
        String last = all.get(all.size() - 1);
        return new SettingKind(String.join(", ", all.subList(0, all.size() - 1)) + " or " + last, all::contains);
    }

    /** Patterns of files, comma separated; one without a wildcard has to be there. */
    static SettingKind routeFiles() {
        return new SettingKind(
                "files that exist, such as file:routes/mail.camel.yaml, or patterns such as file:routes/*.camel.yaml,"
                        + " comma separated",
                parses(value ->
                        !value.isBlank() && List.of(value.split(",")).stream().allMatch(SettingKind::exists)));
    }

    private static boolean exists(String pattern) {
        String location = pattern.strip();
        if (!location.startsWith("file:") || location.contains("*") || location.contains("?")) {
            return true;
        }
        try {
            return Files.isRegularFile(Path.of(location.substring("file:".length())));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Predicate<String> parses(Predicate<String> test) {
        return value -> {
            try {
                return test.test(value);
                // Camel's reader of durations throws IndexOutOfBounds too
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return false;
            }
        };
    }
}
