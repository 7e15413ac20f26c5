package io.camelpg.app.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a webhook's body, written as GitHub does: {@code X-Signature-256: sha256=} and the HMAC-SHA256 of the raw
 * bytes in hexadecimal. Thread-safe.
 */
public final class WebhookSignature {
    /** The header that carries it. */
    public static final String HEADER = "X-Signature-256";

    private static final String PREFIX = "sha256=";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> secrets;

    /** @param secrets one, or several with commas between them: the first one signs, each of them is accepted */
    public WebhookSignature(String secrets) {
        this.secrets = Arrays.stream(secrets.split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /**
     * Compares in constant time, so that nobody finds a signature byte by byte.
     *
     * @param body null for an empty one
     * @throws RequestRejectedException 401 where the signature is missing or wrong; 503 where there is no secret, because
     *     nothing may be accepted unsigned
     */
    public void check(@Body byte @Nullable [] body, @Header(HEADER) @Nullable String signature)
            throws RequestRejectedException {
        if (secrets.isEmpty()) {
            throw RequestRejectedException.of(503, "not configured");
        }
        byte[] sent = signature == null ? new byte[0] : bytes(signature);
        boolean known = false;
        for (SecretKeySpec secret : secrets) {
            known |= MessageDigest.isEqual(hmac(secret, orEmpty(body)), sent);
        }
        if (!known) {
            throw RequestRejectedException.of(401, "the signature is missing or wrong");
        }
    }

    /**
     * The value of the header for a body of our own.
     *
     * @throws IllegalStateException where there is no secret
     */
    public String sign(@Body byte @Nullable [] body) {
        if (secrets.isEmpty()) {
            throw new IllegalStateException("there is no secret to sign with");
        }
        return PREFIX + HexFormat.of().formatHex(hmac(secrets.get(0), orEmpty(body)));
    }

    /** Empty where it is not written as it should be. */
    private static byte[] bytes(String signature) {
        try {
            return signature.startsWith(PREFIX)
                    ? HexFormat.of().parseHex(signature, PREFIX.length(), signature.length())
                    : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] orEmpty(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    private static byte[] hmac(SecretKeySpec secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
