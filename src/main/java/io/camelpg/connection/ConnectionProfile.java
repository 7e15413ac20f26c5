package io.camelpg.connection;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes up a connection, validated. Immutable.
 *
 * @param name of the connection, in logs, metrics and errors
 * @param sslMode null takes {@code prefer} on loopback and {@code require} elsewhere
 * @param searchPath schemas in order, comma separated
 * @param connectTimeout to open a connection, and to wait for a free one
 * @param statementTimeout default deadline of a call
 * @param jdbcParameters further driver properties, already checked by {@link JdbcParameters}
 */
public record ConnectionProfile(
        String name,
        String host,
        int port,
        String database,
        String username,
        @Nullable Secret password,
        @Nullable SslMode sslMode,
        @Nullable String sslRootCert,
        @Nullable String sslCert,
        @Nullable String sslKey,
        String searchPath,
        Duration connectTimeout,
        Duration statementTimeout,
        int maxConnections,
        Duration idleTimeout,
        String applicationName,
        ResetPolicy reset,
        Map<String, String> jdbcParameters) {

    /** The mode in force. */
    public SslMode effectiveSslMode() {
        return sslMode != null ? sslMode : isLoopback() ? SslMode.PREFER : SslMode.REQUIRE;
    }

    private boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    /** Without credentials: {@code host:port/database}. */
    public String address() {
        return host + ":" + port + "/" + database;
    }
}
