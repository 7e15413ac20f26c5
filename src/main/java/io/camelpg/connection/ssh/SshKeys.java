package io.camelpg.connection.ssh;

import io.camelpg.connection.Secret;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** The private key with which a user proves who he is. */
final class SshKeys {
    private SshKeys() {}

    /** @throws PgException PG-016 if it cannot be read: never with what it says */
    static List<KeyPair> read(String where, Secret key, @Nullable Secret passphrase) {
        SshText text = SshText.key(where, key.reveal());
        List<KeyPair> pairs = new ArrayList<>();
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("ssh-key"),
                    new ByteArrayInputStream(text.text().getBytes(StandardCharsets.UTF_8)),
                    (session, resource, attempt) -> attempt > 0 || passphrase == null ? null : passphrase.reveal());
            if (found != null) {
                found.forEach(pairs::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(where, text, passphrase);
        }
        if (pairs.isEmpty()) {
            throw unusable(where, text, passphrase);
        }
        return pairs;
    }

    /** Without the cause, which may quote the key. */
    private static PgException unusable(String where, SshText text, @Nullable Secret passphrase) {
        return new PgException(
                PgErrorCode.TUNNEL_REFUSED,
                where + ": " + text.source()
                        + (passphrase == null
                                ? " is no private key that can be read without a passphrase"
                                : " is no private key that can be read with ssh-key-passphrase"),
                null,
                "It must be a private key of ssh-keygen, or PEM, RSA or ECDSA; for Ed25519 put"
                        + " org.bouncycastle:bcprov-jdk18on on the class path as well; set ssh-key-passphrase where it is"
                        + " encrypted",
                null);
    }
}
