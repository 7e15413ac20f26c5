package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/** A port as a registry has it written down. */
final class TenantPort {
    private TenantPort() {}

    /** @throws PgException PG-501 where it is no number */
    static @Nullable Integer parse(String client, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION, "the port of client '" + client + "' is not a number");
        }
    }
}
