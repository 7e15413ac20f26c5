package io.camelpg;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A query without a tunnel and one that wants one, by classes of whatever loader this class comes from. */
public final class WithoutSshd implements BiFunction<Integer, String, List<String>> {
    @Override
    public List<String> apply(Integer port, String database) {
        return List.of(answer(port, database, null), answer(port, database, "bastion.example.com"));
    }

    private String answer(int port, String database, String sshHost) {
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.setApplicationContextClassLoader(getClass().getClassLoader());
            context.build();
            PgComponent component = new PgComponent();
            component.getConfiguration().setPort(port);
            component.getConfiguration().setUsername("postgres");
            component.getConfiguration().setDatabase(database);
            component.getConfiguration().setSshHost(sshHost);
            if (sshHost != null) {
                component.getConfiguration().setSshUsername("tunnel");
                component.getConfiguration().setSshPassword("c4nary");
            }
            context.addComponent("pg", component);
            context.start();
            Exchange exchange =
                    context.createProducerTemplate().send("pg:query?outputType=scalar&sql=SELECT 42", e -> {});
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
