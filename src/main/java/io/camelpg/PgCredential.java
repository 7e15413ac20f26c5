package io.camelpg;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who connects, as a {@link PgCredentialProvider} answers. Prints no password.
 *
 * @param username null for the connection's {@code username}
 * @param password or a token; null for none
 * @param expires when the server will no longer take it for new connections; null for never. Connections that are open
 *     then stay open
 */
public record PgCredential(@Nullable String username, @Nullable String password, @Nullable Instant expires) {
    @Override
    public String toString() {
        return "PgCredential[username=" + username + ", password=***, expires=" + expires + "]";
    }
}
