package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.session.Database;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** Query and change a PostgreSQL database. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "pg",
        title = "PostgreSQL",
        syntax = "pg:operation:target",
        category = {Category.DATABASE},
        headersClass = PgConstants.class)
public class PgEndpoint extends ScheduledPollEndpoint implements EndpointServiceLocation, MultipleConsumersSupport {
    @UriPath(description = "What to do")
    @Metadata(required = true)
    private PgVerb operation = PgVerb.query;

    @UriPath(description = "Table, schema, channel or part of pg:monitor, for the operations that take one")
    private @Nullable String target;

    @UriParam
    private PgConfiguration configuration;

    private @Nullable PreparedEndpoint prepared;
    private volatile @Nullable ExecutorService executor;
    private @Nullable Problems faults;
    private boolean operationExists = true;

    public PgEndpoint(String uri, PgComponent component, PgConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Problems problems = faults == null ? new Problems("pg:" + operation) : faults;
        prepared = new EndpointPreparation(this, operationExists ? operation : null, problems).run(this::execute);
    }

    /** Faults that were found before there was an endpoint: they are reported with its own, when it is initialised. */
    void startWith(Problems found, boolean operationKnown) {
        faults = found;
        operationExists = operationKnown;
    }

    /** A thread pool only where calls are coalesced. */
    private void execute(Runnable task) {
        ExecutorService known = executor;
        if (known == null) {
            throw new RejectedExecutionException("the endpoint is not started");
        }
        known.execute(task);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (configuration.isCoalesce()) {
            executor = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "pg-coalesce");
        }
    }

    @Override
    protected void doStop() throws Exception {
        getPgComponent().endpointStops();
        ExecutorService known = executor;
        executor = null;
        if (known != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(known);
        }
        super.doStop();
    }

    @Override
    public Producer createProducer() throws Exception {
        PreparedEndpoint known = initialised();
        if (operation == PgVerb.listen) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "pg:listen cannot be used in to:, only in from:");
        }
        if (known.claimed() != null) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION, this + " with claim can only be used in from:, not in to:");
        }
        return new PgProducer(this, Objects.requireNonNull(known.operation()), known);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = PgConsumers.create(this, initialised(), processor);
        configureConsumer(consumer);
        return consumer;
    }

    private PreparedEndpoint initialised() {
        PreparedEndpoint known = prepared;
        if (known == null) {
            throw new IllegalStateException("the endpoint was not initialised");
        }
        return known;
    }

    /** A notification is for everybody; rows are for one. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return operation == PgVerb.listen;
    }

    /** The database of all calls; null before the start, and where each message has its own. */
    @Nullable
    Database ownDatabase() {
        PreparedEndpoint known = prepared;
        return known == null ? null : known.connection().own();
    }

    /** What a message is about to run, without its constants; null where the verb makes its statements itself. */
    @Nullable
    String statementText(Exchange exchange) {
        PreparedEndpoint known = prepared;
        boolean written = configuration.getSql() != null
                || operation == PgVerb.query
                || operation == PgVerb.execute
                || operation == PgVerb.transaction;
        return known == null || !written ? null : known.names().of(exchange).text();
    }

    PgComponent getPgComponent() {
        return (PgComponent) getComponent();
    }

    public PgVerb getOperation() {
        return operation;
    }

    public void setOperation(PgVerb operation) {
        this.operation = operation;
    }

    public @Nullable String getTarget() {
        return target;
    }

    public void setTarget(@Nullable String target) {
        this.target = target;
    }

    public PgConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(PgConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Host, port and database; no credentials, and no parameters. */
    @Override
    public String getServiceUrl() {
        PreparedEndpoint known = prepared;
        return known == null ? "" : known.connection().address();
    }

    @Override
    public String getServiceProtocol() {
        return "postgresql";
    }

    @Override
    public @Nullable Map<String, String> getServiceMetadata() {
        return null;
    }

    /** Without options, whose values do not belong into logs. */
    @Override
    public String toString() {
        return "pg:" + operation;
    }
}
