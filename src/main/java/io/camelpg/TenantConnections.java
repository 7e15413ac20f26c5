package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.session.Database;
import io.camelpg.session.TenantDatabases;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The connections of a {@link PgTenants}: each message uses that of its client. Thread-safe. */
final class TenantConnections implements EndpointConnection {
    private final String name;
    private final Duration statementTimeout;
    private final TenantDatabases databases;
    private final TenantLookup lookup;

    TenantConnections(String name, PgTenants tenants) {
        this.name = name;
        this.statementTimeout = tenants.common(name).session().statementTimeout();
        this.databases = new TenantDatabases(
                name,
                tenants.getMaxPools(),
                tenants.getMaxTotalConnections(),
                TimeUnit.MILLISECONDS.toNanos(tenants.getPoolIdleTimeout()));
        this.lookup = new TenantLookup(name, tenants, databases);
        tenants.onForget(lookup::forget);
    }

    /** A client's database; the use of a pool that is not the client's own any more, but that of the open transaction, is none. */
    private record Client(Database database, TenantDatabases.@Nullable Use pin) implements Use {
        @Override
        public void close() {
            if (pin != null) {
                pin.close();
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public Duration statementTimeout() {
        return statementTimeout;
    }

    @Override
    public @Nullable Database own() {
        return null;
    }

    @Override
    public Use use(Exchange exchange, TenantSource source) {
        String client = ClientId.of(exchange, source, name);
        ConnectionProfile profile = lookup.profile(client);
        Database joined = TransactedProcessor.database(exchange);
        if (joined != null && joined.pool().profile().name().equals(profile.name())) {
            // Its credentials may have changed since the transaction began; the transaction goes on as it is.
            return new Client(joined, null);
        }
        TenantDatabases.Use pin = databases.use(client, profile);
        return new Client(Objects.requireNonNull(pin.database()), pin);
    }

    /** Connections in use now, over all clients. */
    int active() {
        return databases.active();
    }

    /** Pools there are now. */
    int pools() {
        return databases.pools();
    }

    /** As {@link TenantDatabases#interrupt()}. */
    void interrupt() {
        databases.interrupt();
    }

    void close() {
        databases.close();
    }
}
