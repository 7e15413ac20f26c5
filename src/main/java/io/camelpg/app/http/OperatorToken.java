package io.camelpg.app.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from somebody who runs this application: {@code Authorization: Bearer <token>}. */
public final class OperatorToken {
    private static final String BEARER = "Bearer ";
    private static final int SHORTEST = 5;

    private final String token;

    /** @param token where it has less than 5 characters, nobody is let in */
    public OperatorToken(String token) {
        this.token = token;
    }

    /** Takes the same time whatever the token is, so that it cannot be guessed piece by piece. */
    public boolean admits(@Header("Authorization") @Nullable String authorization) {
        return token.length() >= SHORTEST
                && authorization != null
                // names of schemes ignore case: RFC 9110, 11.1
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
}
