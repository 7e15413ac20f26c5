package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.Operation;
import io.camelpg.sql.SqlScript;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Query and change a PostgreSQL database. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "pg",
        title = "PostgreSQL",
        syntax = "pg:operation:target",
        category = {Category.DATABASE},
        producerOnly = true,
        headersClass = PgConstants.class)
public class PgEndpoint extends DefaultEndpoint implements EndpointServiceLocation {
    private static final Logger LOG = LoggerFactory.getLogger(PgEndpoint.class);

    @UriPath(description = "What to do")
    @Metadata(required = true)
    private PgVerb operation = PgVerb.query;

    @UriPath(description = "Table, schema or channel, for the operations that take one")
    private @Nullable String target;

    @UriParam
    private PgConfiguration configuration;

    private @Nullable Operation prepared;
    private @Nullable ArgumentSources sources;
    private @Nullable ConnectionHandle connection;
    private volatile @Nullable ExecutorService executor;

    public PgEndpoint(String uri, PgComponent component, PgConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Problems problems = new Problems("pg:" + operation);
        problems.require(
                target == null || target.isBlank(),
                "pg:" + operation + " takes no target, but the URI names '" + target + "'");
        problems.require(configuration.getMaxRows() >= 0, "maxRows must not be negative");
        problems.require(configuration.getBatchSize() > 0, "batchSize must be at least 1");
        problems.require(configuration.getTimeout() >= 0, "timeout must not be negative");
        problems.require(configuration.getStreamIdleTimeout() > 0, "streamIdleTimeout must be at least 1ms");
        problems.require(
                configuration.getSql() != null || configuration.isAllowDynamicSql(),
                "sql is not set, and allowDynamicSql=true is not given");
        problems.require(operation == PgVerb.execute || !configuration.isBatch(), "batch is an option of pg:execute");
        problems.require(
                operation == PgVerb.execute || configuration.getExpectedUpdateCount() < 0,
                "expectedUpdateCount is an option of pg:execute");
        problems.require(
                configuration.getOutputClass() == null
                        || configuration.getOutputType().mapsRows(),
                "outputClass goes with outputType list, one or stream, not " + configuration.getOutputType());
        checkCoalescing(problems);
        boolean transaction = operation == PgVerb.transaction;
        problems.require(
                transaction || configuration.getIsolation().equals("read-committed"),
                "isolation is an option of pg:transaction");
        problems.require(transaction || !configuration.isReadOnly(), "readOnly is an option of pg:transaction");
        problems.require(configuration.getRetries() >= 0, "retries must not be negative");
        problems.require(
                !transaction || configuration.getOutputType() == OutputType.list,
                "pg:transaction gives a list with the rows or the update count of each statement, and takes no other"
                        + " outputType");
        problems.require(!transaction || configuration.getOutputClass() == null, "pg:transaction takes no outputClass");
        try {
            PgOperations.isolation(configuration.getIsolation());
        } catch (PgException e) {
            problems.add(e.detail());
        }
        problems.throwIfAny();
        ConnectionHandle handle = getPgComponent().connections().get(configuration.getConnection());
        connection = handle;
        SqlScript script = script();
        sources = new ArgumentSources(
                getCamelContext(), configuration, script == null ? List.of() : script.placeholders());
        prepared =
                PgOperations.create(operation, configuration, script, timeoutMillis(handle.profile()), this::execute);
    }

    private void checkCoalescing(Problems problems) {
        if (!configuration.isCoalesce()) {
            return;
        }
        problems.require(
                operation == PgVerb.query || operation == PgVerb.execute, "pg:" + operation + " takes no coalesce");
        problems.require(
                !configuration.isAllowDynamicSql(), "coalesce=true needs one statement, and allowDynamicSql=true many");
        problems.require(
                !configuration.isBatch(), "coalesce=true is for single calls, and batch=true for many at once");
        problems.require(
                operation != PgVerb.execute
                        || (configuration.getExpectedUpdateCount() < 0 && configuration.getMaxRows() == 0),
                "coalesce=true shares a commit, and expectedUpdateCount or maxRows could undo it");
    }

    private @Nullable SqlScript script() {
        String sql = configuration.getSql();
        if (sql == null) {
            return null;
        }
        SqlSource source = SqlSource.resolve(getCamelContext(), sql);
        SqlScript script = SqlScript.parse(source.text());
        if (source.inline() && script.hasLineComment() && source.text().indexOf('\n') < 0) {
            LOG.warn(
                    "{}: the statement has a -- comment and no line break, so everything behind it is a comment: put"
                            + " statements with comments in a file or a bean",
                    this);
        }
        return script;
    }

    private long timeoutMillis(ConnectionProfile profile) {
        return configuration.getTimeout() > 0
                ? configuration.getTimeout()
                : profile.statementTimeout().toMillis();
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
        ExecutorService known = executor;
        executor = null;
        if (known != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(known);
        }
        super.doStop();
    }

    @Override
    public Producer createProducer() throws Exception {
        Operation operationToRun = prepared;
        ConnectionHandle handle = connection;
        ArgumentSources arguments = sources;
        if (operationToRun == null || handle == null || arguments == null) {
            throw new IllegalStateException("the endpoint was not initialised");
        }
        return new PgProducer(this, operationToRun, arguments, handle);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION, "pg:" + operation + " cannot be used in from:, only in to:");
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
        ConnectionHandle handle = connection;
        return handle == null ? "" : handle.profile().address();
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
