package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.lead.Candidacy;
import io.camelpg.operation.lead.Election;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.jspecify.annotations.Nullable;

/**
 * Leader election on PostgreSQL, for Camel's {@code master:} component and its clustered route policies: a bean. Of all
 * contexts that name the same namespace and use the same database, one leads at a time. What is promised, and what is not:
 * docs/leader-election.md. Thread-safe once it is configured.
 */
public class PgClusterService extends AbstractCamelClusterService<PgClusterView> {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private @Nullable String connection;
    private Duration lease = LEASE;
    private final Map<String, Candidacy> candidacies = new ConcurrentHashMap<>();
    private @Nullable Election election;

    /** Name of a connection bean, with or without #. Defaults to the component's own connection. */
    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public @Nullable String getConnection() {
        return connection;
    }

    /**
     * How long a leader goes on without an answer of the server, at least a second; 5s where it is not set. A new leader
     * waits a fifth longer before it leads. It must be the same for all who stand for election in a database.
     */
    public void setLease(Duration lease) {
        this.lease = lease;
    }

    public Duration getLease() {
        return lease;
    }

    /** Makes itself known to the context, where a bean of a route file would not be, and watches over its routes. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        boolean first = getCamelContext() != camelContext;
        super.setCamelContext(camelContext);
        if (!first) {
            return;
        }
        camelContext.addRoutePolicyFactory(new LeadersOnly(candidacies));
        try {
            if (!camelContext.hasService(this)) {
                camelContext.addService(this);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the cluster service could not be added to its context", e);
        }
    }

    /** The number of this context's leadership: higher than that of any leader before. Null where it does not lead. */
    public @Nullable Long epoch(String namespace) {
        Candidacy candidacy = candidacies.get(namespace);
        return candidacy == null ? null : candidacy.epoch();
    }

    /** Whether this context leads at this moment, by the clock. */
    public boolean leads(String namespace) {
        Candidacy candidacy = candidacies.get(namespace);
        return candidacy != null && candidacy.leads();
    }

    @Override
    protected PgClusterView createView(String namespace) {
        return new PgClusterView(this, namespace);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        Election running = detached();
        if (running != null) {
            running.close();
        }
    }

    private synchronized @Nullable Election detached() {
        Election running = election;
        election = null;
        return running;
    }

    synchronized Candidacy stand(String namespace) {
        Election running = election;
        if (running == null) {
            running = begun();
            election = running;
        }
        Candidacy candidacy = running.stand(namespace);
        candidacies.put(namespace, candidacy);
        return candidacy;
    }

    synchronized void withdraw(Candidacy candidacy) {
        // What is not led any more stays known as such: its exchanges are still turned away.
        Election running = election;
        if (running != null) {
            running.withdraw(candidacy);
        }
    }

    private Election begun() {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION, "lease must be at least 1s, not " + lease.toMillis() + " ms");
        }
        Connections connections =
                getCamelContext().getComponent("pg", PgComponent.class).connections();
        ConnectionHandle handle = connections.get(connection);
        if (handle.profile().session().ofTransactions()) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "leader election needs a session of its own, and connection '" + handle.name()
                            + "' has pooler-mode=transaction",
                    null,
                    "Name a connection bean that goes to the server itself, past the pooler",
                    null);
        }
        return connections.election(handle, lease);
    }
}
