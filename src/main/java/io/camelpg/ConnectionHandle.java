package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.session.Database;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * A connection that endpoints share, by name. Thread-safe.
 *
 * @param testedOnStartup whether it is opened as soon as the context has started
 */
record ConnectionHandle(String name, ConnectionProfile profile, Database database, boolean testedOnStartup)
        implements EndpointConnection, EndpointConnection.Use {
    static ConnectionHandle open(String name, PgConnection connection) {
        ConnectionProfile profile = connection.profile(name);
        return new ConnectionHandle(name, profile, Database.of(profile, null), connection.isTestConnectionOnStartup());
    }

    @Override
    public String address() {
        return profile.address();
    }

    @Override
    public Duration statementTimeout() {
        return profile.session().statementTimeout();
    }

    @Override
    public Database own() {
        return database;
    }

    @Override
    public Use use(Exchange exchange, TenantSource source) {
        return this;
    }

    @Override
    public void close() {
        // The connection stays for the next call.
    }
}
