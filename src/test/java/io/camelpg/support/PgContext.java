package io.camelpg.support;

import io.camelpg.PgComponent;
import io.camelpg.PgConnection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with the component on a database of the test's own. */
public final class PgContext implements AutoCloseable {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final String database;

    private PgContext(String database, int port, Consumer<PgConnection> settings) {
        this.database = database;
        PgComponent component = new PgComponent();
        PgConnection connection = component.getConfiguration();
        connection.setHost("localhost");
        connection.setPort(port);
        connection.setUsername("postgres");
        connection.setDatabase(database);
        settings.accept(connection);
        context.addComponent("pg", component);
        context.start();
        template = context.createProducerTemplate();
    }

    public static PgContext onNewDatabase() {
        return onNewDatabase(connection -> {});
    }

    public static PgContext onNewDatabase(Consumer<PgConnection> settings) {
        return new PgContext(TestPostgres.createDatabase(), TestPostgres.port(), settings);
    }

    /** Through a proxy, for instance. */
    public static PgContext on(String database, int port, Consumer<PgConnection> settings) {
        return new PgContext(database, port, settings);
    }

    public CamelContext camel() {
        return context;
    }

    public ProducerTemplate template() {
        return template;
    }

    public String database() {
        return database;
    }

    public PgComponent component() {
        return context.getComponent("pg", PgComponent.class);
    }

    /** Runs SQL outside Camel. */
    public void sql(String sql) {
        TestPostgres.execute(database, sql);
    }

    /** A single value outside Camel, as text. */
    public String scalar(String sql) {
        return TestPostgres.scalar(database, sql);
    }

    /** Sends a body and headers; the exchange has the exception, if any. */
    public Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    public Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    @Override
    public void close() {
        context.stop();
    }
}
