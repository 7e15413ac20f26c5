package io.camelpg;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A query as CSV, and endpoints that want Arrow, by classes of whatever loader this class comes from. */
public final class WithoutArrow implements BiFunction<Integer, String, List<String>> {
    @Override
    public List<String> apply(Integer port, String database) {
        return List.of(
                answer(port, database, "pg:query?outputType=scalar&sql=SELECT 42"),
                answer(port, database, "pg:query?outputType=arrow&sql=SELECT 42"),
                answer(port, database, "pg:load:item?format=arrow"));
    }

    private String answer(int port, String database, String uri) {
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.setApplicationContextClassLoader(getClass().getClassLoader());
            context.build();
            PgComponent component = new PgComponent();
            component.getConfiguration().setPort(port);
            component.getConfiguration().setUsername("postgres");
            component.getConfiguration().setDatabase(database);
            context.addComponent("pg", component);
            context.start();
            Exchange exchange = context.createProducerTemplate().send(uri, e -> {});
            return String.valueOf(exchange.getMessage().getBody());
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return String.valueOf(cause.getMessage());
        }
    }
}
