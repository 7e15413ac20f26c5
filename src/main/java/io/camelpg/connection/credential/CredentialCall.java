package io.camelpg.connection.credential;

import io.camelpg.connection.Login;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks somebody for a login; may take its time and fail. */
@FunctionalInterface
public interface CredentialCall {
    /**
     * An answer.
     *
     * @param expires when the server will no longer take it for new connections; null for never
     */
    record Answer(Login login, @Nullable Instant expires) {}

    Answer ask() throws Exception;
}
