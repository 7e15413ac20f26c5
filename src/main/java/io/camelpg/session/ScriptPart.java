package io.camelpg.session;

import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a script, with the values for it.
 *
 * @param number counted from 1, for errors
 * @param text as its author wrote it, for errors
 * @param values one for each placeholder of the plan's statement
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, and never compared
public record ScriptPart(int number, String text, StatementPlan plan, @Nullable Object[] values) {
    private static final int SHOWN = 120;

    /** The same failure, with the statement's number and text; values are not in it. */
    public PgException failed(PgException failure, int of) {
        return failed(failure, number, of, text);
    }

    public static PgException failed(PgException failure, int number, int of, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return new PgException(
                failure.errorCode(),
                "statement " + number + " of " + of + " failed, and nothing was kept: " + failure.detail() + " in: "
                        + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line),
                failure.sqlState(),
                failure.hint(),
                failure);
    }
}
