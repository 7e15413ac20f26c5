package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Whose database a message is about, as far as it is allowed to say so. */
final class ClientId {
    /** Fit for paths, logs and names of properties. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}");

    private ClientId() {}

    /**
     * The client's id.
     *
     * @throws PgException PG-030 where there is none, PG-031 where no client can be called that
     */
    static String of(Exchange exchange, TenantSource source, String connection) {
        Object value =
                switch (source) {
                    case property -> exchange.getProperty(PgConstants.CLIENT_ID);
                    case header -> exchange.getMessage().getHeader(PgConstants.CLIENT_ID);
                };
        String id = text(value);
        if (id == null || id.isBlank()) {
            throw new PgException(
                    PgErrorCode.NO_CLIENT_ID,
                    "connection '" + connection + "' needs a client id, and the "
                            + (source == TenantSource.header ? "message has no header " : "exchange has no property ")
                            + PgConstants.CLIENT_ID);
        }
        if (!WELL_FORMED.matcher(id).matches()) {
            // Not quoted: it may be anything.
            throw new PgException(
                    PgErrorCode.UNKNOWN_CLIENT,
                    "connection '" + connection + "': no client can have an id like the one given, of " + id.length()
                            + " characters",
                    null,
                    "An id has letters, digits and _ - . @, at most 100",
                    null);
        }
        return id;
    }

    private static @Nullable String text(@Nullable Object value) {
        boolean plain = value instanceof CharSequence || value instanceof Number || value instanceof UUID;
        return plain
                ? String.valueOf(value)
                : value == null ? null : value.getClass().getName() + "[]";
    }
}
