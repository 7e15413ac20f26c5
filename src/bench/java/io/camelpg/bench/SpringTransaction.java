package io.camelpg.bench;

import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** camel-sql steps in a transacted route, as its users have them: with Spring's transaction manager. */
final class SpringTransaction {
    private SpringTransaction() {}

    static CamelRoute route(String name, BenchServer server, List<String> steps) {
        return new CamelRoute(
                name,
                "transacted() with DataSourceTransactionManager, " + steps.size() + " steps",
                context -> {
                    var pool = server.pool();
                    context.getRegistry().bind("ds", DataSource.class, pool);
                    SpringTransactionPolicy policy =
                            new SpringTransactionPolicy(new DataSourceTransactionManager(pool));
                    context.getRegistry().bind("PROPAGATION_REQUIRED", policy);
                    return pool;
                },
                route -> {
                    ProcessorDefinition<?> scope = route.transacted();
                    for (String step : steps) {
                        scope = scope.to(step);
                    }
                });
    }
}
