package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.Operation;
import io.camelpg.operation.extract.CursorStore;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.operation.extract.ExtractPolling;
import io.camelpg.operation.extract.claim.ClaimQueue;
import io.camelpg.operation.monitor.MonitorPlan;
import io.camelpg.row.RowMapper;
import io.camelpg.session.Database;
import io.camelpg.sql.BracedPlaceholders;
import io.camelpg.sql.ChannelName;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.TableName;
import java.util.List;
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
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.ScheduledPollEndpoint;
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
        headersClass = PgConstants.class)
public class PgEndpoint extends ScheduledPollEndpoint implements EndpointServiceLocation, MultipleConsumersSupport {
    private static final Logger LOG = LoggerFactory.getLogger(PgEndpoint.class);
    /** Of what moves many rows, where neither the endpoint nor its connection says otherwise. */
    private static final long MANY_ROWS_TIMEOUT_MILLIS = 300_000;
    /** Whoever looks at a server that is not well does not want to wait for it. */
    private static final long MONITOR_TIMEOUT_MILLIS = 3_000;

    @UriPath(description = "What to do")
    @Metadata(required = true)
    private PgVerb operation = PgVerb.query;

    @UriPath(description = "Table, schema, channel or part of pg:monitor, for the operations that take one")
    private @Nullable String target;

    @UriParam
    private PgConfiguration configuration;

    private @Nullable Operation prepared;
    private @Nullable ExtractPlan polled;
    private @Nullable List<ChannelName> channels;
    private @Nullable ClaimQueue claimed;
    private @Nullable ArgumentSources sources;
    private @Nullable EndpointConnection connection;
    private @Nullable StatementNames names;
    private volatile @Nullable ExecutorService executor;
    private @Nullable RowMapper mapper;
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
        PgVerb verb = operationExists ? operation : null;
        EndpointTarget read = verb == null ? null : EndpointTarget.of(verb, target, configuration, problems);
        boolean targeted = target != null && !target.isBlank();
        OptionCheck.together(problems, verb, targeted, configuration);
        EndpointConnection handle =
                problems.collect(() -> getPgComponent().connections().ofEndpoint(configuration.getConnection()));
        problems.require(
                handle == null || handle.tenantAware() || configuration.getTenant() == null,
                "tenant goes with a connection that is another one for each client (#class:io.camelpg.PgTenants)");
        SqlScript script = problems.collect(this::script);
        connection = handle;
        names = new StatementNames(configuration, script == null ? null : script.text(), target);
        List<Placeholder> placeholders = problems.collect(
                () -> script == null ? ExtractOptions.placeholders(configuration) : script.placeholders());
        sources = problems.collect(() ->
                new ArgumentSources(getCamelContext(), configuration, placeholders == null ? List.of() : placeholders));
        mapper = problems.collect(() -> ExchangeResults.mapper(getCamelContext(), configuration));
        if (verb == PgVerb.listen) {
            ChannelOptions.requireSession(handle, problems);
            channels = read == null ? null : read.channels();
        } else if (read != null && OptionCheck.isIsolation(configuration.getIsolation())) {
            prepare(operation, read, script, handle, problems);
        }
        problems.throwIfAny();
    }

    private void prepare(
            PgVerb verb,
            EndpointTarget read,
            @Nullable SqlScript script,
            @Nullable EndpointConnection handle,
            Problems problems) {
        long timeout = timeoutMillis(handle);
        CursorStore cursors = problems.collect(() ->
                CursorStores.of(getPgComponent(), configuration, timeout, handle != null && handle.tenantAware()));
        MonitorPlan monitor = problems.collect(() -> MonitorOptions.plan(
                configuration,
                verb == PgVerb.monitor ? read.text() : "",
                getPgComponent().statistics(),
                handle == null ? "" : handle.name()));
        if (monitor == null) {
            return;
        }
        prepared = problems.collect(
                () -> PgOperations.create(verb, configuration, script, read, monitor, timeout, cursors, this::execute));
        TableName table = read.table();
        claimed = table == null || !ClaimOptions.isClaiming(configuration) || !problems.isEmpty()
                ? null
                : problems.collect(() -> new ClaimQueue(ClaimOptions.plan(configuration, table, timeout)));
        polled = cursors == null || table == null
                ? null
                : problems.collect(() -> ExtractOptions.plan(configuration, null, table, timeout, cursors));
    }

    /** Faults that were found before there was an endpoint: they are reported with its own, when it is initialised. */
    void startWith(Problems found, boolean operationKnown) {
        faults = found;
        operationExists = operationKnown;
    }

    private @Nullable SqlScript script() {
        String sql = configuration.getSql();
        if (sql == null) {
            return null;
        }
        SqlSource source = SqlSource.resolve(getCamelContext(), sql);
        boolean braced = operationExists && operation == PgVerb.extract;
        SqlScript script = SqlScript.parse(braced ? BracedPlaceholders.named(source.text()) : source.text());
        if (source.inline() && script.hasLineComment() && source.text().indexOf('\n') < 0) {
            LOG.warn(
                    "{}: the statement has a -- comment and no line break, so everything behind it is a comment: put"
                            + " statements with comments in a file or a bean",
                    this);
        }
        return script;
    }

    private long timeoutMillis(@Nullable EndpointConnection handle) {
        if (configuration.getTimeout() > 0 || handle == null) {
            return configuration.getTimeout();
        }
        if (operation == PgVerb.monitor) {
            return MONITOR_TIMEOUT_MILLIS;
        }
        long ofConnection = handle.statementTimeout().toMillis();
        boolean unset = ofConnection == PgConnection.STATEMENT_TIMEOUT_MILLIS;
        boolean many =
                (operation == PgVerb.extract && !ClaimOptions.isClaiming(configuration)) || operation == PgVerb.load;
        return many && unset ? MANY_ROWS_TIMEOUT_MILLIS : ofConnection;
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
        Operation operationToRun = prepared;
        if (operation == PgVerb.listen) {
            throw new PgException(PgErrorCode.INVALID_CONFIGURATION, "pg:listen cannot be used in to:, only in from:");
        }
        EndpointConnection handle = connection;
        ArgumentSources arguments = sources;
        StatementNames known = names;
        if (operationToRun == null || handle == null || arguments == null || known == null) {
            throw new IllegalStateException("the endpoint was not initialised");
        }
        if (claimed != null) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION, this + " with claim can only be used in from:, not in to:");
        }
        return new PgProducer(this, operationToRun, arguments, handle, mapper, known);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EndpointConnection handle = connection;
        ArgumentSources arguments = sources;
        ExtractPlan plan = polled;
        StatementNames known = names;
        List<ChannelName> heard = channels;
        if (operation == PgVerb.listen && heard != null && handle instanceof ConnectionHandle own) {
            PgListenConsumer consumer = new PgListenConsumer(
                    this, processor, own.name(), getPgComponent().listener(own), heard);
            configureConsumer(consumer);
            return consumer;
        }
        ClaimQueue queue = claimed;
        if (handle == null || arguments == null || known == null || (plan == null && queue == null)) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    operation == PgVerb.extract
                            ? "pg:extract in from: needs mode=incremental or claim=skip-locked"
                            : "pg:" + operation + " cannot be used in from:, only in to:");
        }
        Database own = handle.own();
        if (own == null) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "pg:extract in from: needs a connection of its own, and '" + handle.name()
                            + "' is another one for each client");
        }
        ScheduledPollConsumer consumer = queue != null
                ? claiming(processor, queue, arguments, handle.name(), own)
                : new PgConsumer(
                        this,
                        processor,
                        new ExtractPolling(Objects.requireNonNull(plan)),
                        arguments,
                        handle,
                        own,
                        mapper,
                        known);
        configureConsumer(consumer);
        return consumer;
    }

    /** A notification is for everybody; rows are for one. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return operation == PgVerb.listen;
    }

    private PgClaimConsumer claiming(
            Processor processor, ClaimQueue queue, ArgumentSources arguments, String name, Database own) {
        ClaimedExchanges exchanges =
                new ClaimedExchanges(configuration, mapper, getPgComponent().observers(), name, String.valueOf(target));
        return new PgClaimConsumer(this, processor, queue, arguments, name, own, exchanges);
    }

    /** The database of all calls; null before the start, and where each message has its own. */
    @Nullable
    Database ownDatabase() {
        EndpointConnection handle = connection;
        return handle == null ? null : handle.own();
    }

    /** What a message is about to run, without its constants; null where the verb makes its statements itself. */
    @Nullable
    String statementText(Exchange exchange) {
        StatementNames known = names;
        boolean written = configuration.getSql() != null
                || operation == PgVerb.query
                || operation == PgVerb.execute
                || operation == PgVerb.transaction;
        return known == null || !written ? null : known.of(exchange).text();
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
        EndpointConnection handle = connection;
        return handle == null ? "" : handle.address();
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
