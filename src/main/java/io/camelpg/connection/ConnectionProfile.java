package io.camelpg.connection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes up a connection, validated. Immutable.
 *
 * @param name of the connection, in logs, metrics and errors
 * @param login a fixed one, or where it is looked up
 * @param tunnel null for none
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
        @Nullable Tunnel tunnel,
        Map<String, String> jdbcParameters) {

    /** Without credentials: {@code host:port/database}, and what it goes through. */
    public String address() {
        return server + "/" + database + (tunnel == null ? "" : " through " + tunnel);
    }

    /** Whether something else than TLS encrypts the way to the server: require-encryption is then met without TLS. */
    public boolean isTunnelled() {
        return tunnel != null;
    }
}
