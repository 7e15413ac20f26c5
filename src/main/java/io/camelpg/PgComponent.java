package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.event.LogObserver;
import io.camelpg.event.Observers;
import io.camelpg.event.StatementStatistics;
import io.camelpg.operation.listen.Listener;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.jspecify.annotations.Nullable;

/** The {@code pg} component: PostgreSQL for Camel routes. */
@Component("pg")
public class PgComponent extends HealthCheckComponent {
    /** What Camel makes of a URI has the slashes, and neither spaces nor quotes. */
    private static final Pattern ENCODED = Pattern.compile("pg://[!-~&&[^'\"]]*");

    @Metadata(description = "The component's own connection")
    private PgConnection configuration = new PgConnection();

    private final Observers observers = new Observers();
    private final StatementStatistics statistics = new StatementStatistics();
    private @Nullable Connections connections;
    private @Nullable ConnectionServices services;
    private @Nullable ExposedDataSources dataSources;
    private @Nullable StartupTest startupTest;
    private final Object interrupting = new Object();
    private boolean interrupted;

    @SuppressWarnings("this-escape") // nothing calls it before there is a context that stops
    private final CancelOnStop cancelOnStop = new CancelOnStop(this::cancelCalls);

    public PgComponent() {
        observers.add(new LogObserver());
        observers.add(statistics);
    }

    public PgComponent(CamelContext context) {
        super(context);
        observers.add(new LogObserver());
        observers.add(statistics);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PgConfiguration options = new PgConfiguration();
        options.getParameters().putAll(PropertiesHelper.extractProperties(parameters, "parameter."));
        options.getSessionSettings().putAll(PropertiesHelper.extractProperties(parameters, "sessionSettings."));
        int colon = remaining.indexOf(':');
        String verb = colon < 0 ? remaining : remaining.substring(0, colon);
        Problems problems = new Problems("pg:" + verb);
        PgVerb operation = OptionCheck.verb(problems, verb);
        if (getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter known) {
            EndpointUriFactory factory =
                    getCamelContext().getCamelContextExtension().getEndpointUriFactory("pg");
            Set<String> names = factory == null ? Set.of() : factory.propertyNames();
            OptionCheck.eachAlone(problems, getCamelContext(), known, names, parameters);
        }
        // Not through Camel's binding, which would look into the text of a bean for placeholders and references.
        if (parameters.remove("sql") instanceof String sql) {
            options.setSql(sql);
        }
        PgEndpoint endpoint = new PgEndpoint(uri, this, options);
        endpoint.setTarget(colon < 0 ? null : remaining.substring(colon + 1));
        setProperties(endpoint, parameters);
        if (operation != null) {
            endpoint.setOperation(operation);
        }
        endpoint.startWith(problems, operation != null);
        return endpoint;
    }

    /** A URI that Camel put together itself, as {@code toD} does, comes encoded, and its options have to be decoded. */
    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        if (!ENCODED.matcher(uri).matches()) {
            return super.createEndpoint(uri, properties);
        }
        Map<String, Object> decoded = URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(uri)));
        if (properties != null) {
            decoded.putAll(properties);
        }
        return super.createEndpoint(uri, decoded);
    }

    /** Plus and percent signs belong to SQL: they reach it as they are written. */
    @Override
    public boolean useRawUri() {
        return true;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        // ExposedConnections has told it, unless a class loader hides its service from Camel: Main's default is the
        // JVM's own
        RunningContexts.add(getCamelContext());
        synchronized (interrupting) {
            interrupted = false;
        }
        services = new ConnectionServices(getCamelContext(), observers, this::isHealthCheckProducerEnabled);
        Connections all = new Connections(getCamelContext(), configuration, services::opened, services::opened);
        connections = all;
        dataSources = new ExposedDataSources(getCamelContext(), all);
        getCamelContext().addLifecycleStrategy(new ExposedConnections.BeforeRoutes());
        getCamelContext().addLifecycleStrategy(cancelOnStop);
        StartupTest test = new StartupTest(all::inUse);
        startupTest = test;
        getCamelContext().addStartupListener(test);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        started().start();
        bindDataSources();
    }

    /** Binds what is not bound yet; again at the start, for a component that came when the context was running. */
    void bindDataSources() {
        if (dataSources != null) {
            dataSources.bind(configuration);
        }
    }

    /** The pool of a connection, null for the component's own. */
    DataSource dataSource(@Nullable String connection) {
        ExposedDataSources known = dataSources;
        if (known == null) {
            throw new IllegalStateException("the component was not initialised");
        }
        return known.of(connection == null ? Connections.DEFAULT : connection);
    }

    /** Called by endpoints and producers that are stopped: when the context stops, nothing is left to the server. */
    void endpointStops() {
        if (getCamelContext().isStopping()) {
            cancelOnStop.forget();
            cancelCalls();
        }
    }

    private void cancelCalls() {
        // Camel interrupts the thread in which it waited for routes, which may be the first one here; the context's own
        // is beside it, and closes the pools next
        boolean forced = Thread.interrupted();
        synchronized (interrupting) {
            if (!interrupted) {
                connections().interrupt();
                interrupted = true;
            }
        }
        if (forced) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doStop() throws Exception {
        endpointStops();
        if (startupTest != null) {
            startupTest.close();
        }
        started().stop();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        if (dataSources != null) {
            dataSources.unbind();
        }
        connections().close();
        super.doShutdown();
    }

    Listener listener(ConnectionHandle connection) {
        Listener listener = connections().listener(connection);
        started().listens(connection.name(), listener::isListening);
        return listener;
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

    /** Of all calls since the component was made. */
    StatementStatistics statistics() {
        return statistics;
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
