package io.camelpg;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A query and a failing one, by classes of whatever loader this class comes from. */
public final class WithoutMicrometer implements BiFunction<Integer, String, List<String>> {
    @Override
    public List<String> apply(Integer port, String database) {
        boolean there = true;
        try {
            Class.forName("io.micrometer.core.instrument.MeterRegistry");
        } catch (ClassNotFoundException e) {
            there = false;
        }
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.setApplicationContextClassLoader(getClass().getClassLoader());
            context.build();
            PgComponent component = new PgComponent();
            component.getConfiguration().setPort(port);
            component.getConfiguration().setUsername("postgres");
            component.getConfiguration().setDatabase(database);
            context.addComponent("pg", component);
            context.start();
            Exchange good = context.createProducerTemplate().send("pg:query?outputType=scalar&sql=SELECT 42", e -> {});
            Exchange bad = context.createProducerTemplate().send("pg:query?sql=SELECT * FROM nowhere", e -> {});
            return List.of(
                    "micrometer=" + there,
                    String.valueOf(good.getMessage().getBody()),
                    bad.getException().getMessage().substring(0, 6));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
