package io.camelpg;

import io.camelpg.event.LogObserver;
import io.camelpg.event.Observers;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;

/** The {@code pg} component: PostgreSQL for Camel routes. */
@Component("pg")
public class PgComponent extends HealthCheckComponent {
    @Metadata(description = "The component's own connection")
    private PgConnection configuration = new PgConnection();

    private final Observers observers = new Observers();
    private @Nullable Connections connections;
    private @Nullable ConnectionServices services;

    public PgComponent() {
        observers.add(new LogObserver());
    }

    public PgComponent(CamelContext context) {
        super(context);
        observers.add(new LogObserver());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PgConfiguration options = new PgConfiguration();
        options.getParameters().putAll(PropertiesHelper.extractProperties(parameters, "parameter."));
        int colon = remaining.indexOf(':');
        String verb = colon < 0 ? remaining : remaining.substring(0, colon);
        if (getEndpointPropertyConfigurer() instanceof ExtendedPropertyConfigurerGetter known) {
            OptionCheck.check(getCamelContext(), verb, known, parameters);
        }
        PgEndpoint endpoint = new PgEndpoint(uri, this, options);
        endpoint.setOperation(PgVerb.valueOf(verb));
        endpoint.setTarget(colon < 0 ? null : remaining.substring(colon + 1));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Plus and percent signs belong to SQL: they reach it as they are written. */
    @Override
    public boolean useRawUri() {
        return true;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        services = new ConnectionServices(getCamelContext(), observers);
        connections = new Connections(getCamelContext(), configuration, services::opened);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        started().start();
    }

    @Override
    protected void doStop() throws Exception {
        started().stop();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        connections().close();
        super.doShutdown();
    }

    Connections connections() {
        Connections known = connections;
        if (known == null) {
            throw new IllegalStateException("the component was not initialised");
        }
        return known;
    }

    private ConnectionServices started() {
        ConnectionServices known = services;
        if (known == null) {
            throw new IllegalStateException("the component was not initialised");
        }
        return known;
    }

    Observers observers() {
        return observers;
    }

    public PgConnection getConfiguration() {
        return configuration;
    }

    public void setConfiguration(PgConnection configuration) {
        this.configuration = configuration;
    }
}
