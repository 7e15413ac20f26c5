package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.lead.Election;
import io.camelpg.operation.listen.Listener;
import io.camelpg.session.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The connections in use, each with one pool whatever number of endpoints uses it. Thread-safe. */
final class Connections {
    /** What the component's own connection is called. */
    static final String DEFAULT = "default";

    private final CamelContext context;
    private final PgConnection own;
    private final Consumer<ConnectionHandle> opened;
    private final Map<String, ConnectionHandle> handles = new LinkedHashMap<>();
    private final Map<String, TenantConnections> tenants = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<Election> elections = new ArrayList<>();
    private final Consumer<TenantConnections> tenantsOpened;

    /**
     * @param opened is told of each connection when its pool is made
     * @param tenantsOpened the same for connections that are another one for each client
     */
    Connections(
            CamelContext context,
            PgConnection own,
            Consumer<ConnectionHandle> opened,
            Consumer<TenantConnections> tenantsOpened) {
        this.context = context;
        this.own = own;
        this.opened = opened;
        this.tenantsOpened = tenantsOpened;
    }

    /**
     * As {@link #get}, for endpoints, which may also name a {@link PgTenants}.
     *
     * @throws PgException PG-503 if there is none, PG-501 if it is not configured right
     */
    synchronized EndpointConnection ofEndpoint(@Nullable String reference) {
        String name = name(reference);
        TenantConnections known = tenants.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals(DEFAULT) || !(context.getRegistry().lookupByName(name) instanceof PgTenants bean)) {
            return get(reference);
        }
        TenantConnections made = new TenantConnections(name, bean);
        tenants.put(name, made);
        tenantsOpened.accept(made);
        return made;
    }

    private static String name(@Nullable String reference) {
        return reference == null || reference.isBlank() ? DEFAULT : reference.replaceFirst("^#(bean:)?", "");
    }

    /**
     * The connection of that name, with or without {@code #}; null for the component's own.
     *
     * @throws PgException PG-503 if there is none, PG-501 if it is not configured right
     */
    synchronized ConnectionHandle get(@Nullable String reference) {
        String name = name(reference);
        ConnectionHandle known = handles.get(name);
        if (known != null) {
            return known;
        }
        PgConnection configured = configured(name);
        if (!context.isStarted()) {
            checkAll();
        }
        ConnectionHandle handle = ConnectionHandle.open(name, configured);
        handles.put(name, handle);
        opened.accept(handle);
        return handle;
    }

    private PgConnection configured(String name) {
        if (name.equals(DEFAULT)) {
            return own;
        }
        Object bean = context.getRegistry().lookupByName(name);
        if (bean instanceof PgTenants) {
            throw new PgException(
                    PgErrorCode.NO_SUCH_CONNECTION,
                    "connection '" + name + "' is another one for each client, and here there is no client",
                    null,
                    "Name a connection with #class:io.camelpg.PgConnection",
                    null);
        }
        if (bean instanceof PgConnection connection) {
            return connection;
        }
        throw new PgException(
                PgErrorCode.NO_SUCH_CONNECTION,
                bean == null
                        ? "connection=" + name + ": the registry has no bean of that name"
                        : "connection=" + name + ": the bean of that name is a "
                                + bean.getClass().getName(),
                null,
                "Declare it: camel.beans." + name + " = #class:io.camelpg.PgConnection, camel.beans." + name
                        + ".host = ...",
                null);
    }

    /**
     * Before the start every bean is looked at, so that all faults of all connections are known at once.
     *
     * @throws PgException PG-501 with all of them
     */
    void checkAll() {
        Problems problems = new Problems("connections");
        if (own.isConfigured()) {
            problems.collect(() -> own.profile(DEFAULT));
        }
        context.getRegistry()
                .findByTypeWithName(PgConnection.class)
                .forEach((name, bean) -> problems.collect(
                        () -> bean instanceof PgTenants tenants ? tenants.common(name) : bean.profile(name)));
        problems.throwIfAny();
    }

    /** Those that are open now or could be, in the order of their first use. */
    synchronized List<ConnectionHandle> inUse() {
        return List.copyOf(handles.values());
    }

    /** Those that are another one for each client. */
    synchronized List<TenantConnections> tenantsInUse() {
        return List.copyOf(tenants.values());
    }

    /** Stands for leaderships on a connection of its own, until it is closed or everything is. */
    synchronized Election election(ConnectionHandle handle, Duration lease) {
        elections.removeIf(Election::isClosed);
        Election election = new Election(handle.database().pool(), lease);
        elections.add(election);
        return election;
    }

    /** The only listener of a connection, which is open as long as somebody listens. */
    synchronized Listener listener(ConnectionHandle handle) {
        return listeners.computeIfAbsent(
                handle.name(), name -> new Listener(handle.database().pool()));
    }

    /**
     * The context stops, and routes have had their time: calls that are still under way end, on the servers too, with
     * PG-211, and no more begin. Takes some seconds at most, whatever the servers do.
     */
    void interrupt() {
        List<Runnable> all = new ArrayList<>();
        synchronized (this) {
            handles.values().forEach(handle -> all.add(handle.database()::interrupt));
            tenants.values().forEach(each -> all.add(each::interrupt));
        }
        Together.run(all);
    }

    synchronized void close() {
        elections.forEach(Election::close);
        elections.clear();
        listeners.values().forEach(Listener::close);
        listeners.clear();
        handles.values().forEach(handle -> handle.database().close());
        handles.clear();
        tenants.values().forEach(TenantConnections::close);
        tenants.clear();
    }
}
