package io.camelpg.connection;

import org.jspecify.annotations.Nullable;

/**
 * Whether and how a connection is encrypted.
 *
 * @param mode null takes {@code prefer} on loopback and {@code require} elsewhere
 * @param rootCert of those who may sign the server's certificate
 * @param cert the client's
 * @param key the client's
 */
public record TlsSettings(
        @Nullable SslMode mode, @Nullable String rootCert, @Nullable String cert, @Nullable String key) {
    /** The mode in force with that server. */
    public SslMode effectiveMode(Server server) {
        return mode != null ? mode : server.isLoopback() ? SslMode.PREFER : SslMode.REQUIRE;
    }
}
