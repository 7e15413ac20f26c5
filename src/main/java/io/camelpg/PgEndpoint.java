package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.Operation;
import io.camelpg.sql.SqlTemplate;
import java.util.Map;
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
        problems.throwIfAny();
        ConnectionHandle handle = getPgComponent().connections().get(configuration.getConnection());
        connection = handle;
        SqlTemplate template = template();
        sources = new ArgumentSources(getCamelContext(), configuration, template);
        prepared = PgOperations.create(operation, configuration, template, timeoutMillis(handle.profile()));
    }

    private @Nullable SqlTemplate template() {
        String sql = configuration.getSql();
        if (sql == null) {
            return null;
        }
        SqlSource source = SqlSource.resolve(getCamelContext(), sql);
        SqlTemplate template = SqlTemplate.parse(source.text());
        if (source.inline() && template.hasLineComment() && source.text().indexOf('\n') < 0) {
            LOG.warn(
                    "{}: the statement has a -- comment and no line break, so everything behind it is a comment: put"
                            + " statements with comments in a file or a bean",
                    this);
        }
        return template;
    }

    private long timeoutMillis(ConnectionProfile profile) {
        return configuration.getTimeout() > 0
                ? configuration.getTimeout()
                : profile.statementTimeout().toMillis();
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
