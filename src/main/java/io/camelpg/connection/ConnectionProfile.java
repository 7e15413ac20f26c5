package io.camelpg.connection;

import java.util.Map;

/**
 * Everything that makes up a connection, validated. Immutable.
 *
 * @param name of the connection, in logs, metrics and errors
 * @param login a fixed one, or where it is looked up
 * @param jdbcParameters further driver properties, already checked by {@link JdbcParameters}
 */
public record ConnectionProfile(
        String name,
        Server server,
        String database,
        Credentials login,
        TlsSettings tls,
        SessionSettings session,
        PoolSettings pool,
        Map<String, String> jdbcParameters) {

    /** Without credentials: {@code host:port/database}. */
    public String address() {
        return server + "/" + database;
    }

    /** Whether something else than TLS encrypts the way to the server: require-encryption is then met without TLS. */
    public boolean isTunnelled() {
        return false;
    }
}
