package io.camelpg.connection;

import io.camelpg.connection.tls.PemSource;
import io.camelpg.connection.tls.TlsFiles;
import io.camelpg.connection.tls.TlsSources;
import io.camelpg.connection.tls.Verification;
import io.camelpg.error.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a connection is encrypted.
 *
 * @param mode null takes {@code prefer} on loopback and {@code require} elsewhere, and {@code verify-full} where the
 *     JVM's own certificates are to be trusted
 * @param rootCert of those who may sign the server's certificate
 * @param cert the client's
 * @param key the client's
 * @param keyPassword of an encrypted key
 * @param encryptionRequired whether a connection without TLS may not be used even where the mode would let it
 */
public record TlsSettings(
        @Nullable SslMode mode,
        @Nullable PemSource rootCert,
        @Nullable PemSource cert,
        @Nullable PemSource key,
        @Nullable Secret keyPassword,
        ChannelBinding channelBinding,
        boolean encryptionRequired) {
    /** The mode in force with that server. */
    public SslMode effectiveMode(Server server) {
        if (mode != null) {
            return mode;
        }
        if (rootCert != null && rootCert.isSystem()) {
            return SslMode.VERIFY_FULL;
        }
        return server.isLoopback() ? SslMode.PREFER : SslMode.REQUIRE;
    }

    /**
     * Adds what contradicts itself, and what is wrong with the files, to the problems.
     *
     * @param tunnelled whether something else encrypts the way to the server
     */
    public void check(Server server, boolean tunnelled, Problems problems) {
        SslMode effective = effectiveMode(server);
        String given = "ssl-mode is " + effective.word() + (mode == null ? " by default" : "");
        if (encryptionRequired && !tunnelled) {
            problems.require(
                    effective.demandsEncryption(),
                    "require-encryption needs ssl-mode require, verify-ca or verify-full, and " + given);
        }
        if (channelBinding == ChannelBinding.REQUIRE) {
            problems.require(
                    effective != SslMode.DISABLE && effective != SslMode.ALLOW,
                    "channel-binding=require needs TLS, and " + given);
        }
        if (effective == SslMode.DISABLE) {
            return;
        }
        if (rootCert == null) {
            problems.require(
                    !effective.verifies(),
                    "ssl-mode=" + effective.word() + " needs ssl-root-cert: the certificate of whoever signs the"
                            + " server's, or system for those that the JVM trusts");
        } else if (rootCert.isSystem()) {
            problems.require(
                    effective == SslMode.VERIFY_FULL,
                    "ssl-root-cert=system needs ssl-mode=verify-full, since anybody can get a certificate for a name of"
                            + " his own, and " + given);
        }
        problems.require((cert == null) == (key == null), "ssl-cert and ssl-key go together, and one is missing");
        problems.require(keyPassword == null || key != null, "ssl-key-password is set without ssl-key");
        TlsFiles.check(sources(server), problems);
    }

    /** For a mode that may encrypt. */
    TlsSources sources(Server server) {
        Secret password = keyPassword;
        return new TlsSources(
                verification(effectiveMode(server)),
                rootCert,
                cert,
                key,
                password == null ? null : () -> password.reveal().toCharArray());
    }

    /** As in libpq, a root certificate that is given is used in every mode that encrypts. */
    private Verification verification(SslMode effective) {
        return switch (effective) {
            case VERIFY_FULL -> Verification.CHAIN_AND_NAME;
            case VERIFY_CA -> Verification.CHAIN;
            case DISABLE, ALLOW, PREFER, REQUIRE -> rootCert == null ? Verification.NONE : Verification.CHAIN;
        };
    }
}
