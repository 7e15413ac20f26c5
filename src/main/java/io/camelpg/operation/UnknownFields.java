package io.camelpg.operation;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a field that no column takes.
 *
 * @param fails whether such a row is an error
 * @param store the jsonb column that collects these fields; null to leave them out
 */
public record UnknownFields(boolean fails, @Nullable String store) {
    private static final String STORE = "store:";

    /** Reads {@code fail}, {@code ignore} or {@code store:<column>}; null for anything else. */
    public static @Nullable UnknownFields parse(String text) {
        if (text.equals("fail")) {
            return new UnknownFields(true, null);
        }
        if (text.equals("ignore")) {
            return new UnknownFields(false, null);
        }
        boolean stores = text.startsWith(STORE) && text.length() > STORE.length();
        return stores ? new UnknownFields(false, text.substring(STORE.length())) : null;
    }
}
