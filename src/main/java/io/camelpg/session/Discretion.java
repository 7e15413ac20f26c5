package io.camelpg.session;

import io.camelpg.error.PgException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Takes the values of parameters out of what the server says. Messages of class 22 lose theirs in {@code SqlStates}; those
 * of other classes quote one now and then, too ({@code relation "…" does not exist} for a cast to regclass), and a
 * function's RAISE may say anything. Errors about the statement's text, which have a position, are older than any value.
 */
final class Discretion {
    private static final String NOT_SHOWN = "(not shown)";
    private static final Pattern POSITION = Pattern.compile(" at character \\d+$");
    private static final String CONSTRAINT_CLASS = "23";
    /** Connections, transactions, resources, operators: nobody raises these to tell of a value. */
    private static final Set<String> OF_THE_SERVER = Set.of("08", "25", "40", "53", "57", "58");

    private static final int DISTINCT = 4;

    private String text;
    private boolean found;

    private Discretion(String text) {
        this.text = text;
    }

    static PgException applied(PgException failure, @Nullable Object... values) {
        if (isSafe(failure)) {
            return failure;
        }
        // The longest first: a shorter one could be a part of it, and what is left of it would stay to be seen.
        SortedSet<String> texts =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (Object value : values) {
            collect(value, texts);
        }
        Discretion detail = new Discretion(failure.detail());
        Discretion hint = new Discretion(failure.hint());
        for (String text : texts) {
            detail.remove(text);
            hint.remove(text);
        }
        return detail.found || hint.found
                ? new PgException(failure.errorCode(), detail.text, failure.sqlState(), hint.text, null)
                : failure;
    }

    /** For a failure that may quote values which are not known any more: what a function raised is left out. */
    static PgException withheld(PgException failure) {
        String state = failure.sqlState();
        return isSafe(failure) || state == null || OF_THE_SERVER.contains(state.substring(0, 2))
                ? failure
                : new PgException(
                        failure.errorCode(),
                        "the server's message is not shown, because it may quote values",
                        state,
                        "The server's log has it",
                        null);
    }

    /** Not the server's, about the statement's text, or about a constraint: the server itself quotes no value then. */
    private static boolean isSafe(PgException failure) {
        String state = failure.sqlState();
        return state == null
                || (state.startsWith(CONSTRAINT_CLASS) && namesConstraint(failure))
                || POSITION.matcher(failure.detail()).find();
    }

    /** Otherwise a function raised it under the constraint's SQLSTATE, with words of its own. */
    private static boolean namesConstraint(PgException failure) {
        ServerErrorMessage server =
                failure.getCause() instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return server != null && (server.getConstraint() != null || server.getColumn() != null);
    }

    private static void collect(@Nullable Object value, Set<String> texts) {
        if (value instanceof Collection<?> elements) {
            elements.forEach(element -> collect(element, texts));
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> {
                collect(key, texts);
                collect(entry, texts);
            });
        } else if (value instanceof Object[] elements) {
            for (Object element : elements) {
                collect(element, texts);
            }
        } else if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Enum<?>
                || value instanceof UUID) {
            texts.add(value.toString());
        }
    }

    private void remove(String value) {
        if (value.isBlank() || NOT_SHOWN.contains(value) || !text.contains(value)) {
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
