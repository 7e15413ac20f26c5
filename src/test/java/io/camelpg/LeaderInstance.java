package io.camelpg;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.impl.DefaultCamelContext;

/** A context that stands for election and fires where it leads; also as a process of its own, to be killed or stopped. */
final class LeaderInstance implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PgClusterService service = new PgClusterService();

    LeaderInstance(String name, String database, int port, LeaderFirings firings) throws Exception {
        this(name, database, port, firings, null);
    }

    /** @param first is told of leadership before the route is; null for nobody */
    LeaderInstance(
            String name, String database, int port, LeaderFirings firings, CamelClusterEventListener.Leadership first)
            throws Exception {
        PgComponent component = new PgComponent();
        PgConnection connection = component.getConfiguration();
        connection.setHost("localhost");
        connection.setPort(port);
        connection.setUsername("postgres");
        connection.setDatabase(database);
        connection.setApplicationName(name);
        context.addComponent("pg", component);
        service.setId(name);
        service.setLease(LEASE);
        service.setCamelContext(context);
        service.getView("jobs").addEventListener(first);
        firings.route(context, name);
        context.start();
    }

    PgClusterService service() {
        return service;
    }

    boolean leads() {
        return service.leads("jobs");
    }

    @Override
    public void close() {
        context.stop();
    }

    /** Name, database, port, directory of the firings; runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        new LeaderInstance(
                arguments[0], arguments[1], Integer.parseInt(arguments[2]), LeaderFirings.in(Path.of(arguments[3])));
        Thread.currentThread().join();
    }
}
