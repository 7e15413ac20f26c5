package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.operation.Operation;
import io.camelpg.operation.extract.CursorStore;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.operation.extract.claim.ClaimQueue;
import io.camelpg.operation.monitor.MonitorPlan;
import io.camelpg.row.RowMapper;
import io.camelpg.sql.BracedPlaceholders;
import io.camelpg.sql.ChannelName;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of an endpoint's options what it will run, and reports everything that is wrong with them together. */
final class EndpointPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(PgEndpoint.class);
    /** Of what moves many rows, where neither the endpoint nor its connection says otherwise. */
    private static final long MANY_ROWS_TIMEOUT_MILLIS = 300_000;
    /** Whoever looks at a server that is not well does not want to wait for it. */
    private static final long MONITOR_TIMEOUT_MILLIS = 3_000;

    private final PgEndpoint endpoint;
    private final PgConfiguration options;
    private final CamelContext context;
    private final @Nullable PgVerb verb;
    private final Problems problems;

    /**
     * @param verb null where the URI names none that there is
     * @param problems those that were found before
     */
    EndpointPreparation(PgEndpoint endpoint, @Nullable PgVerb verb, Problems problems) {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.context = Objects.requireNonNull(endpoint.getCamelContext());
        this.verb = verb;
        this.problems = problems;
    }

    /**
     * @param executor runs what coalesced calls share
     * @throws io.camelpg.error.PgException PG-501 with everything that is wrong
     */
    PreparedEndpoint run(Executor executor) {
        String written = endpoint.getTarget();
        EndpointTarget target = verb == null ? null : EndpointTarget.of(verb, written, options, problems);
        OptionCheck.together(problems, verb, written != null && !written.isBlank(), options);
        EndpointConnection connection = problems.collect(this::connection);
        problems.require(
                connection == null || connection.tenantAware() || options.getTenant() == null,
                "tenant goes with a connection that is another one for each client (#class:io.camelpg.PgTenants)");
        SqlScript script = problems.collect(this::script);
        List<Placeholder> placeholders =
                problems.collect(() -> script == null ? ExtractOptions.placeholders(options) : script.placeholders());
        ArgumentSources sources = problems.collect(
                () -> new ArgumentSources(context, options, placeholders == null ? List.of() : placeholders));
        RowMapper mapper = problems.collect(() -> ExchangeResults.mapper(context, options));
        List<ChannelName> channels = null;
        Prepared prepared = Prepared.NOTHING;
        if (verb == PgVerb.listen) {
            ChannelOptions.requireSession(connection, problems);
            channels = target == null ? null : target.channels();
        } else if (verb != null && target != null && OptionCheck.isIsolation(options.getIsolation())) {
            prepared = prepared(verb, target, script, connection, executor);
        }
        problems.throwIfAny();
        return new PreparedEndpoint(
                Objects.requireNonNull(connection),
                Objects.requireNonNull(sources),
                new StatementNames(options, script == null ? null : script.text(), written),
                mapper,
                prepared.operation(),
                prepared.polled(),
                prepared.claimed(),
                channels);
    }

    private record Prepared(@Nullable Operation operation, @Nullable ExtractPlan polled, @Nullable ClaimQueue claimed) {
        private static final Prepared NOTHING = new Prepared(null, null, null);
    }

    private Prepared prepared(
            PgVerb verb,
            EndpointTarget target,
            @Nullable SqlScript script,
            @Nullable EndpointConnection connection,
            Executor executor) {
        long timeout = timeoutMillis(connection);
        CursorStore cursors = problems.collect(() -> CursorStores.of(
                endpoint.getPgComponent(), options, timeout, connection != null && connection.tenantAware()));
        MonitorPlan monitor = problems.collect(() -> MonitorOptions.plan(
                options,
                verb == PgVerb.monitor ? target.text() : "",
                endpoint.getPgComponent().statistics(),
                connection == null ? "" : connection.name()));
        if (monitor == null) {
            return Prepared.NOTHING;
        }
        Operation operation = problems.collect(
                () -> PgOperations.create(verb, options, script, target, monitor, timeout, cursors, executor));
        TableName table = target.table();
        if (table == null) {
            return new Prepared(operation, null, null);
        }
        ClaimQueue claimed = !ClaimOptions.isClaiming(options) || !problems.isEmpty()
                ? null
                : problems.collect(() -> new ClaimQueue(ClaimOptions.plan(options, table, timeout)));
        ExtractPlan polled = cursors == null
                ? null
                : problems.collect(() -> ExtractOptions.plan(options, null, table, timeout, cursors));
        return new Prepared(operation, polled, claimed);
    }

    private EndpointConnection connection() {
        return endpoint.getPgComponent().connections().ofEndpoint(options.getConnection());
    }

    private @Nullable SqlScript script() {
        String sql = options.getSql();
        if (sql == null) {
            return null;
        }
        SqlSource source = SqlSource.resolve(context, sql);
        boolean braced = verb == PgVerb.extract;
        SqlScript script = SqlScript.parse(braced ? BracedPlaceholders.named(source.text()) : source.text());
        if (source.inline() && script.hasLineComment() && source.text().indexOf('\n') < 0) {
            LOG.warn(
                    "{}: the statement has a -- comment and no line break, so everything behind it is a comment: put"
                            + " statements with comments in a file or a bean",
                    endpoint);
        }
        return script;
    }

    private long timeoutMillis(@Nullable EndpointConnection connection) {
        if (options.getTimeout() > 0 || connection == null) {
            return options.getTimeout();
        }
        if (verb == PgVerb.monitor) {
            return MONITOR_TIMEOUT_MILLIS;
        }
        long ofConnection = connection.statementTimeout().toMillis();
        boolean unset = ofConnection == PgConnection.STATEMENT_TIMEOUT_MILLIS;
        boolean many = (verb == PgVerb.extract && !ClaimOptions.isClaiming(options)) || verb == PgVerb.load;
        return many && unset ? MANY_ROWS_TIMEOUT_MILLIS : ofConnection;
    }
}
