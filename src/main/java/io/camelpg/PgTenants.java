package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import java.util.function.Consumer;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is another one for each client: a registry says where the client's database is. The options of a {@link
 * PgConnection} hold for all clients, as far as the registry does not say otherwise. A bean with setters, read once when it
 * is first used; {@link #forget} may be called at any time, by any thread.
 */
@UriParams
@Configurer
public class PgTenants extends PgConnection implements Cloneable {
    private static final int MAX_CONNECTIONS = 4;

    @UriParam(description = "Knows the clients: a bean, #bean:name")
    private @Nullable PgTenantRegistry registry;

    @UriParam(defaultValue = "postgresql", description = "The kind of service to look for at the client's")
    private String serviceKey = "postgresql";

    @UriParam(defaultValue = "50", description = "How many connections may be open at once, over all clients")
    private int maxTotalConnections = 50;

    @UriParam(defaultValue = "100", description = "How many clients may have a pool at once")
    private int maxPools = 100;

    @UriParam(
            defaultValue = "10m",
            javaType = "java.time.Duration",
            description = "How long a client's pool stays there unused")
    private long poolIdleTimeout = 600_000;

    @UriParam(
            defaultValue = "60s",
            javaType = "java.time.Duration",
            description = "How long what the registry said of a client is taken for true")
    private long lookupTimeout = 60_000;

    @UriParam(
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description = "How long it is taken for true that a client has no connection")
    private long refusalTimeout = 5_000;

    private @Nullable Consumer<String> forgetting;

    @SuppressWarnings("this-escape") // it only sets a field
    public PgTenants() {
        setMaxConnections(MAX_CONNECTIONS);
    }

    /** The registry is asked again when the client is next seen: call it where something changed. */
    public void forget(String client) {
        Consumer<String> known = forgetting;
        if (known != null) {
            known.accept(client);
        }
    }

    void onForget(Consumer<String> listener) {
        forgetting = listener;
    }

    /**
     * Checks everything that can be known without a client.
     *
     * @throws PgException PG-501 with all faults
     */
    ConnectionProfile common(String name) {
        Problems problems = new Problems("connection '" + name + "'");
        problems.require(registry != null, "registry is not set");
        problems.require(!serviceKey.isBlank(), "service-key is empty");
        problems.require(
                getMaxConnections() < maxTotalConnections,
                "max-total-connections (" + maxTotalConnections + ") must be more than max-connections ("
                        + getMaxConnections() + "), which a single client may have");
        problems.require(maxPools > 0, "max-pools must be at least 1, not " + maxPools);
        Words.positive(problems, "pool-idle-timeout", poolIdleTimeout);
        Words.positive(problems, "lookup-timeout", lookupTimeout);
        Words.positive(problems, "refusal-timeout", refusalTimeout);
        problems.require(
                !isExposeDataSource(), "expose-data-source is not possible: a DataSource does not know of clients");
        problems.require(
                getUsername() == null
                        && getPassword() == null
                        && getUsernameFile() == null
                        && getPasswordFile() == null
                        && getCredentialProvider() == null
                        && getPassFile() == null
                        && getService() == null,
                "username and password are the registry's to say, for each client: username, password, username-file,"
                        + " password-file, credential-provider, pass-file and service are not for all of them");
        ConnectionProfile profile = problems.collect(() -> profile(name, PgTenantConnection.of("client", null)));
        problems.throwIfAny();
        if (profile == null) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "connection '" + name + "' has no profile");
        }
        return profile;
    }

    /** A client's profile: what the registry says, and else the options of this bean. */
    ConnectionProfile profile(String name, PgTenantConnection own) {
        PgTenants all = copy();
        if (own.host() != null) {
            all.setHost(own.host());
        }
        if (own.port() != null) {
            all.setPort(own.port());
        }
        if (own.database() != null) {
            all.setDatabase(own.database());
        }
        if (own.schema() != null) {
            all.setSchema(own.schema());
        }
        if (own.host() != null || own.port() != null) {
            // That of all is no replica of another server.
            all.setReadHost(null);
        }
        all.setUsername(own.username());
        // Where it has none, none is looked for elsewhere, in a .pgpass for instance.
        all.setPassword(own.password() == null ? "" : own.password().reveal());
        return all.profile(name);
    }

    /** Whatever options there are, each client has them. */
    private PgTenants copy() {
        try {
            return (PgTenants) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public @Nullable PgTenantRegistry getRegistry() {
        return registry;
    }

    public void setRegistry(@Nullable PgTenantRegistry registry) {
        this.registry = registry;
    }

    public String getServiceKey() {
        return serviceKey;
    }

    public void setServiceKey(String serviceKey) {
        this.serviceKey = serviceKey;
    }

    public int getMaxTotalConnections() {
        return maxTotalConnections;
    }

    public void setMaxTotalConnections(int maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
    }

    public int getMaxPools() {
        return maxPools;
    }

    public void setMaxPools(int maxPools) {
        this.maxPools = maxPools;
    }

    public long getPoolIdleTimeout() {
        return poolIdleTimeout;
    }

    public void setPoolIdleTimeout(long poolIdleTimeout) {
        this.poolIdleTimeout = poolIdleTimeout;
    }

    public long getLookupTimeout() {
        return lookupTimeout;
    }

    public void setLookupTimeout(long lookupTimeout) {
        this.lookupTimeout = lookupTimeout;
    }

    public long getRefusalTimeout() {
        return refusalTimeout;
    }

    public void setRefusalTimeout(long refusalTimeout) {
        this.refusalTimeout = refusalTimeout;
    }

    @Override
    public String toString() {
        return "PgTenants[" + serviceKey + "]";
    }
}
