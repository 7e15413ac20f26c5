package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keys for passwords: the first one encrypts, each decrypts what it encrypted. AES-256-GCM with a random nonce of 96 bits
 * in front of the ciphertext (NIST SP 800-38D). Immutable, thread-safe; prints no key.
 */
final class KeyRing {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SecretKeySpec> keys;
    private final String current;

    private KeyRing(Map<String, SecretKeySpec> keys) {
        this.keys = keys;
        this.current = keys.keySet().iterator().next();
    }

    /**
     * Reads {@code id:base64}, separated by commas or line ends; lines that begin with # are comments.
     *
     * @throws PgException PG-501 where there is no key, or one is not well formed
     */
    static KeyRing of(@Nullable String text, @Nullable String file) {
        String all = file != null ? read(file) : text == null ? "" : text;
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String line : all.split("[,\\r\\n]", -1)) {
            String entry = line.strip();
            if (!entry.isEmpty() && !entry.startsWith("#")) {
                int colon = entry.indexOf(':');
                String id = colon < 0 ? "" : entry.substring(0, colon);
                if (!ID.matcher(id).matches() || keys.put(id, key(id, entry.substring(colon + 1))) != null) {
                    throw invalid("key " + (keys.size() + 1) + " has no id of its own: each is written id:base64");
                }
            }
        }
        if (keys.isEmpty()) {
            throw invalid("neither keys nor key-file has a key");
        }
        return new KeyRing(keys);
    }

    private static SecretKeySpec key(String id, String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64.strip());
            if (key.length == KEY_BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Its message would quote a part of the key.
        }
        throw invalid("key '" + id + "' is not base64 of " + KEY_BYTES + " bytes");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PgException(
                    PgErrorCode.NO_SUCH_RESOURCE,
                    "key-file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static PgException invalid(String what) {
        return new PgException(
                PgErrorCode.INVALID_CONFIGURATION, what, null, "openssl rand -base64 32 makes a key", null);
    }

    /** The id of the key that encrypts. */
    String current() {
        return current;
    }

    /** @param context that the ciphertext is of no use without */
    byte[] encrypt(byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, context);
            byte[] encrypted = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, encrypted, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, encrypted, NONCE_BYTES);
            return encrypted;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    /** Null where there is no such key, or the text or its context is not what was encrypted. */
    byte @Nullable [] decrypt(String id, byte[] encrypted, byte[] context) {
        if (!keys.containsKey(id) || encrypted.length < NONCE_BYTES + TAG_BITS / 8) {
            return null;
        }
        try {
            byte[] nonce = java.util.Arrays.copyOf(encrypted, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, id, nonce, context)
                    .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    private Cipher cipher(int mode, String id, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
