package io.camelpg.operation.lead;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The key of the advisory lock that stands for a namespace. */
record LockKey(long value) {
    private static final String PREFIX = "camel-pg/leader/";

    /** The first eight bytes of the SHA-256 of {@code camel-pg/leader/<namespace>} in UTF-8, the highest one first. */
    static LockKey of(String namespace) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((PREFIX + namespace).getBytes(StandardCharsets.UTF_8));
            return new LockKey(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
