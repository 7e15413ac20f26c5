package io.camelpg.connection.tls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What TLS is configured with.
 *
 * @param verification what the server has to prove
 * @param rootCert certificates that may have signed the server's; {@code system} for those that the JVM trusts
 * @param cert the client's certificate, and those between it and its root
 * @param key the client's key; set where {@code cert} is
 * @param keyPassword gives the key's password as an array of the caller's own; null where there is none
 */
public record TlsSources(
        Verification verification,
        @Nullable PemSource rootCert,
        @Nullable PemSource cert,
        @Nullable PemSource key,
        @Nullable Supplier<char[]> keyPassword) {}
