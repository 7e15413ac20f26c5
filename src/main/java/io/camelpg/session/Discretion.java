package io.camelpg.session;

import io.camelpg.error.PgException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of parameters out of what the server says. Messages of class 22 lose theirs in {@code SqlStates}; those
 * of other classes quote one now and then, too ({@code relation "…" does not exist} for a cast to regclass), and a
 * function's RAISE may say anything. Errors about the statement's text, which have a position, are older than any value.
 */
final class Discretion {
    private static final String NOT_SHOWN = "(not shown)";
    private static final Pattern POSITION = Pattern.compile(" at character \\d+$");
    private static final String CONSTRAINT_CLASS = "23";
    private static final int DISTINCT = 4;

    private String text;
    private boolean found;

    private Discretion(String text) {
        this.text = text;
    }

    static PgException applied(PgException failure, @Nullable Object... values) {
        String state = failure.sqlState();
        if (state == null
                || state.startsWith(CONSTRAINT_CLASS)
                || POSITION.matcher(failure.detail()).find()) {
            return failure;
        }
        Discretion detail = new Discretion(failure.detail());
        Discretion hint = new Discretion(failure.hint());
        for (Object value : values) {
            detail.remove(value);
            hint.remove(value);
        }
        return detail.found || hint.found
                ? new PgException(failure.errorCode(), detail.text, state, hint.text, null)
                : failure;
    }

    private void remove(@Nullable Object value) {
        if (value instanceof Collection<?> elements) {
            elements.forEach(this::remove);
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> {
                remove(key);
                remove(entry);
            });
        } else if (value instanceof Object[] elements) {
            for (Object element : elements) {
                remove(element);
            }
        } else if (value instanceof CharSequence || value instanceof Number || value instanceof Enum<?>) {
            remove(value.toString());
        }
    }

    private void remove(String value) {
        if (value.isBlank() || NOT_SHOWN.contains(value)) {
            return;
        }
        String quoted = Pattern.quote(value);
        // A short one could be a part of any word.
        Pattern pattern =
                Pattern.compile(value.length() < DISTINCT ? "(?<![\\p{L}\\d])" + quoted + "(?![\\p{L}\\d])" : quoted);
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
            found = true;
            text = matcher.replaceAll(NOT_SHOWN);
        }
    }
}
