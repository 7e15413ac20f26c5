package io.camelpg.connection;

import java.time.Duration;
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
        Servers servers,
        String database,
        Credentials login,
        TlsSettings tls,
        SessionSettings session,
        PoolSettings pool,
        @Nullable Tunnel tunnel,
        Map<String, String> jdbcParameters) {

    /** For a single server. */
    public ConnectionProfile(
            String name,
            Server server,
            String database,
            Credentials login,
            TlsSettings tls,
            SessionSettings session,
            PoolSettings pool,
            @Nullable Tunnel tunnel,
            Map<String, String> jdbcParameters) {
        this(name, Servers.only(server), database, login, tls, session, pool, tunnel, jdbcParameters);
    }

    /** The only server, or the first one of several. */
    public Server server() {
        return servers.hosts().get(0);
    }

    /** The same for one of the servers, whatever it is. */
    ConnectionProfile at(Server one) {
        return with(name, Servers.only(one), login.at(one));
    }

    /** The connection for queries, with a name of its own; null where they go where everything goes. */
    public @Nullable ConnectionProfile replica() {
        return servers.readHosts().isEmpty()
                ? null
                : with(
                        name + ".read",
                        servers.ofReads(),
                        login.at(servers.readHosts().get(0)));
    }

    /** The same for a pool of a single connection that is soon closed again. */
    public ConnectionProfile ofOneConnection() {
        return new ConnectionProfile(
                name + ".monitor",
                servers,
                database,
                login,
                tls,
                session,
                new PoolSettings(1, pool.connectTimeout(), Duration.ofSeconds(30)),
                tunnel,
                jdbcParameters);
    }

    private ConnectionProfile with(String otherName, Servers others, Credentials otherLogin) {
        return new ConnectionProfile(
                otherName, others, database, otherLogin, tls, session, pool, tunnel, jdbcParameters);
    }

    /** Without credentials: {@code host:port/database}, and what it goes through. */
    public String address() {
        return servers + "/" + database + (tunnel == null ? "" : " through " + tunnel);
    }

    /** The address where a certain one of the servers is meant. */
    public String address(Server one) {
        return servers.areSeveral() ? at(one).address() : address();
    }

    /** How errors begin. */
    String where() {
        return "connection '" + name + "' to " + address();
    }

    /** Whether something else than TLS encrypts the way to the server: require-encryption is then met without TLS. */
    public boolean isTunnelled() {
        return tunnel != null;
    }
}
