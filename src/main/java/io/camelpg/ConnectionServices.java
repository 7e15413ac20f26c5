package io.camelpg;

import io.camelpg.event.Observers;
import io.camelpg.session.ReadReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes with each connection: metrics where Micrometer is there, and a health check. */
final class ConnectionServices {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionServices.class);

    private final CamelContext context;
    private final Observers observers;
    private final BooleanSupplier healthChecked;
    private final List<ConnectionHandle> connections = new ArrayList<>();
    private final List<TenantConnections> tenants = new ArrayList<>();
    private final List<HealthCheck> checks = new ArrayList<>();
    private @Nullable MetricsBinding metrics;
    private boolean started;

    /** @param healthChecked the component's own switch, beside Camel's for all components */
    ConnectionServices(CamelContext context, Observers observers, BooleanSupplier healthChecked) {
        this.context = context;
        this.observers = observers;
        this.healthChecked = healthChecked;
    }

    synchronized void opened(ConnectionHandle connection) {
        connections.add(connection);
        if (started) {
            serve(connection);
        }
    }

    /** One gauge for all clients, and no health check: a client's server says nothing of the others'. */
    synchronized void opened(TenantConnections connection) {
        tenants.add(connection);
        if (started) {
            measure(connection.name(), connection::active);
        }
    }

    synchronized void start() {
        started = true;
        connections.forEach(this::serve);
        tenants.forEach(connection -> measure(connection.name(), connection::active));
    }

    private void serve(ConnectionHandle connection) {
        measure(connection.name(), connection.database().pool()::active);
        ReadReplica replica = connection.database().replica();
        if (replica != null) {
            measure(replica.name(), replica.database().pool()::active);
            measureUse(connection.name(), replica::isInUse);
        }
        WritableHealthCheckRepository repository = repository();
        if (repository != null && healthChecked.getAsBoolean()) {
            PgHealthCheck check = new PgHealthCheck(connection);
            check.setCamelContext(context);
            repository.addHealthCheck(check);
            checks.add(check);
        }
    }

    /** A listener began its work, whose connection is beside the pool. */
    synchronized void listens(String connection, BooleanSupplier listening) {
        metered(binding -> binding.listener(connection, listening));
    }

    private void measure(String connection, IntSupplier active) {
        metered(binding -> binding.connection(connection, active));
    }

    private void measureUse(String connection, BooleanSupplier inUse) {
        metered(binding -> binding.replica(connection, inUse));
    }

    private void metered(Consumer<MetricsBinding> work) {
        try {
            MetricsBinding binding = metrics;
            if (binding == null) {
                binding = MetricsBinding.of(context, observers);
                metrics = binding;
            }
            work.accept(binding);
        } catch (NoClassDefFoundError e) {
            LOG.debug("Micrometer is not there, so there are no metrics");
        }
    }

    private @Nullable WritableHealthCheckRepository repository() {
        return HealthCheckHelper.getHealthCheckRepository(context, "producers", WritableHealthCheckRepository.class);
    }

    synchronized void stop() {
        started = false;
        WritableHealthCheckRepository repository = repository();
        if (repository != null) {
            checks.forEach(repository::removeHealthCheck);
        }
        checks.clear();
    }
}
