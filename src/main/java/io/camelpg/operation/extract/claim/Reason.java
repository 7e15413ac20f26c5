package io.camelpg.operation.extract.claim;

import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Why a row failed, as it is kept beside the row. What others' exceptions say may be anything, a secret included, so of those
 * only the class is named.
 */
public final class Reason {
    private static final int MOST = 2000;

    private Reason() {}

    /**
     * The route's own words, or those of the failure.
     *
     * @param words null where the route says nothing
     * @param failure null where the route only marked the exchange as one to roll back
     */
    public static String of(@Nullable String words, @Nullable Throwable failure) {
        if (words != null && !words.isBlank()) {
            return storable(words);
        }
        if (failure == null) {
            return "marked rollback-only";
        }
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
            if (cause instanceof PgException known) {
                return storable(known.code() + " " + known.detail()
                        + (known.sqlState() == null ? "" : " (SQLSTATE " + known.sqlState() + ")"));
            }
            depth++;
        }
        return storable(failure.getClass().getName());
    }

    private static String storable(String text) {
        String clean = text.replaceAll("[\\x00\\p{Cs}]", "?");
        return clean.length() > MOST ? clean.substring(0, MOST) : clean;
    }
}
