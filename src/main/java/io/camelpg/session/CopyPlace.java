package io.camelpg.session;

import io.camelpg.error.PgException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Where a COPY failed, as far as the server says, in the words of its language: {@code COPY item, line 5, column name: "…"}.
 * Of values nothing is kept. Not thread-safe.
 */
public final class CopyPlace {
    /** A word for line, its number; perhaps a word for column, and what follows. */
    private static final Pattern LINE = Pattern.compile("\\p{L}+ (\\d+)(?:, \\p{L}+ (.*))?", Pattern.DOTALL);

    private @Nullable String where;

    /** Forgets what was noted. */
    public void clear() {
        where = null;
    }

    void note(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        where = server == null ? null : server.getWhere();
    }

    private @Nullable Matcher match(String table) {
        if (where == null) {
            return null;
        }
        String begin = "COPY " + table + ", ";
        int at = where.startsWith(begin) ? 0 : where.indexOf('\n' + begin) + 1;
        if (at == 0 && !where.startsWith(begin)) {
            return null;
        }
        Matcher matcher = LINE.matcher(where).region(at + begin.length(), where.length());
        return matcher.lookingAt() ? matcher : null;
    }

    /**
     * The line, from 1; 0 where it is not known.
     *
     * @param table its name without schema
     */
    public long line(String table) {
        Matcher matcher = match(table);
        return matcher == null ? 0 : Long.parseLong(matcher.group(1));
    }

    /** Which of these columns; null where it is not known. */
    public @Nullable String column(String table, List<String> columns) {
        Matcher matcher = match(table);
        String rest = matcher == null ? null : matcher.group(2);
        if (rest == null) {
            return null;
        }
        return columns.stream()
                .filter(column ->
                        rest.equals(column) || rest.startsWith(column + ":") || rest.startsWith(column + " :"))
                .max(Comparator.comparing(String::length))
                .orElse(null);
    }

    /**
     * The failure without the values of the row that it is about.
     *
     * @param values of that row; null where it is not known which one it is
     */
    public static PgException discreet(PgException failure, @Nullable Object @Nullable [] values) {
        String state = failure.sqlState();
        // what the server says of class 22 has lost its values already
        boolean ownWords = state == null || state.startsWith("22") || state.startsWith("42");
        return values != null ? Discretion.applied(failure, values) : ownWords ? failure : Discretion.withheld(failure);
    }
}
