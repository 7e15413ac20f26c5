package io.camelpg;

import io.camelpg.connection.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a registry knows of a client's service. What is null is as the {@link PgTenants} has it. Immutable; prints no
 * password.
 *
 * @param database defaults to the user's name where the {@link PgTenants} has none, as in libpq
 * @param schema the search path of the client's sessions: schemas in order, comma separated
 */
public record PgTenantConnection(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String schema,
        String username,
        @Nullable Secret password) {

    /** With everything else as the {@link PgTenants} has it. */
    public static PgTenantConnection of(String username, @Nullable String password) {
        return new PgTenantConnection(null, null, null, null, username, Secret.of(password));
    }

    /** The same for another server. */
    public PgTenantConnection at(@Nullable String host, @Nullable Integer port) {
        return new PgTenantConnection(host, port, database, schema, username, password);
    }

    /** The same for another database and search path. */
    public PgTenantConnection on(@Nullable String database, @Nullable String schema) {
        return new PgTenantConnection(host, port, database, schema, username, password);
    }
}
