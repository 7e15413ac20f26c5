package io.camelpg.session;

import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a script, with the values for it.
 *
 * @param number counted from 1, for errors
 * @param of how many there are
 * @param text as its author wrote it, for errors
 * @param values one for each placeholder of the plan's statement
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, and never compared
public record ScriptPart(int number, int of, String text, StatementPlan plan, @Nullable Object[] values) {
    private static final int SHOWN = 120;

    /** The same failure, with the statement's number and text; values are not in it. */
    public PgException failed(PgException failure) {
        return failed(failure, number, of, text);
    }

    /** A statement that failed, and with it the whole script. */
    public static PgException failed(PgException failure, int number, int of, String text) {
        return named(failure, number, of, " failed, and nothing was kept: ", text);
    }

    /** A statement that cannot be part of a script. */
    public static PgException refused(PgException failure, int number, int of, String text) {
        return named(failure, number, of, ": ", text);
    }

    private static PgException named(PgException failure, int number, int of, String what, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return new PgException(
                failure.errorCode(),
                "statement " + number + " of " + of + what + failure.detail() + ", in: "
                        + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line),
                failure.sqlState(),
                failure.hint(),
                failure);
    }
}
