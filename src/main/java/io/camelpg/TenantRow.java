package io.camelpg;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A row of a {@link PgTenantTable}. Immutable; prints no password.
 *
 * @param keyId of the key that encrypted the password
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TenantRow(
        String client,
        String service,
        boolean enabled,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String schema,
        @Nullable String username,
        @Nullable String keyId,
        byte @Nullable [] encrypted) {
    private static final byte VERSION = 1;

    boolean hasPassword() {
        return keyId != null && encrypted != null;
    }

    /** Null where it cannot be decrypted. */
    @Nullable
    String password(KeyRing keys) {
        String id = keyId;
        byte[] text = encrypted;
        if (id == null || text == null) {
            return null;
        }
        byte[] plain = keys.decrypt(id, text, context(id));
        return plain == null ? null : new String(plain, StandardCharsets.UTF_8);
    }

    TenantRow encrypted(KeyRing keys, String password) {
        byte[] text = keys.encrypt(password.getBytes(StandardCharsets.UTF_8), context(keys.current()));
        return new TenantRow(client, service, enabled, host, port, database, schema, username, keys.current(), text);
    }

    /** All that says where the password goes and whose it is, each with its length: nothing can be moved between them. */
    private byte[] context(String key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            String[] parts = {
                key, client, service, host, port == null ? null : port.toString(), database, schema, username
            };
            for (String part : parts) {
                byte[] text = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(part == null ? -1 : text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return client + "/" + service;
    }
}
