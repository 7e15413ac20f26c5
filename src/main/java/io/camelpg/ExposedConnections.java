package io.camelpg;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Binds the transacted policies and the DataSources between configuration and routes: when every bean is there, so that we
 * see a DataSource of the application's own, and before {@code jdbc:} and {@code sql:} look for theirs. Where no {@code
 * pg:} endpoint does it, a connection bean with {@code expose-data-source=true} brings the component to life. Also tells
 * {@link RunningContexts} of the context. Found by ServiceLoader.
 */
public final class ExposedConnections implements ContextServicePlugin {
    @Override
    public void load(CamelContext camelContext) {
        RunningContexts.add(camelContext);
        camelContext.addLifecycleStrategy(new BeforeRoutes());
    }

    @Override
    public void unload(CamelContext camelContext) {
        RunningContexts.remove(camelContext);
        // The component unbinds what it bound.
    }

    /** Done twice, it does nothing the second time. */
    static final class BeforeRoutes extends LifecycleStrategySupport {
        @Override
        public void onContextInitializing(CamelContext context) {
            TransactedPolicies.bind(context);
            boolean exposed = context.getRegistry().findByType(PgConnection.class).stream()
                    .anyMatch(PgConnection::isExposeDataSource);
            boolean wanted = exposed || context.hasComponent("pg") != null;
            if (wanted && context.getComponent("pg", true, false) instanceof PgComponent component) {
                ServiceHelper.initService(component);
                component.connections().checkAll();
                component.bindDataSources();
            }
        }
    }
}
