package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.Server;
import io.camelpg.error.PgException;
import io.camelpg.session.Database;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.jspecify.annotations.Nullable;

/**
 * What a span of a {@code pg:} endpoint says, by OpenTelemetry's conventions for PostgreSQL
 * (opentelemetry.io/docs/specs/semconv/database/postgresql). Found by camel-telemetry, where the application has it, through
 * {@code META-INF/services}. It never says a parameter's value. Thread-safe.
 *
 * <p>{@code db.namespace} has the schema that the connection is set up with, and {@code error.type} is the SQLSTATE, or the
 * PG code where the server did not answer with one.
 */
public final class PgSpanDecorator extends AbstractSpanDecorator {
    private static final int DEFAULT_PORT = 5432;
    /** The verbs whose target is a table. */
    private static final Set<PgVerb> COLLECTIONS = EnumSet.of(PgVerb.upsert, PgVerb.load, PgVerb.extract);

    @Override
    public String getComponent() {
        return "pg";
    }

    @Override
    public String getComponentClassName() {
        return PgComponent.class.getName();
    }

    /** The conventions' name of a span: the operation and its table, or else the database. */
    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        if (!(endpoint instanceof PgEndpoint own)) {
            return super.getOperationName(exchange, endpoint);
        }
        String verb = own.getOperation().name();
        String target = own.getTarget();
        if (target != null && !target.isBlank()) {
            return verb + " " + target;
        }
        ConnectionProfile profile = profile(own);
        return profile == null ? verb : verb + " " + profile.database();
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        if (!(endpoint instanceof PgEndpoint own)) {
            super.beforeTracingEvent(span, exchange, endpoint);
            return;
        }
        span.setComponent("camel-" + getComponent());
        span.setTag(TagConstants.EXCHANGE_ID, exchange.getExchangeId());
        span.setTag("db.system.name", "postgresql");
        span.setTag("db.operation.name", own.getOperation().name());
        String target = own.getTarget();
        if (target != null && COLLECTIONS.contains(own.getOperation())) {
            span.setTag("db.collection.name", target);
        }
        String text = own.statementText(exchange);
        if (text != null) {
            span.setTag("db.query.text", text);
        }
        ConnectionProfile profile = profile(own);
        if (profile != null) {
            server(span, profile);
        }
    }

    private static void server(Span span, ConnectionProfile profile) {
        List<String> schemas = profile.session().schemas();
        span.setTag("db.namespace", schemas.isEmpty() ? profile.database() : profile.database() + "|" + schemas.get(0));
        if (profile.servers().areSeveral()) {
            // which one it will be is not known yet
            return;
        }
        Server server = profile.server();
        span.setTag(TagConstants.SERVER_ADDRESS, server.host());
        if (server.port() != DEFAULT_PORT) {
            span.setTag("server.port", String.valueOf(server.port()));
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        Exception failure = exchange.getException();
        if (failure instanceof PgException known) {
            String state = known.sqlState();
            if (state != null) {
                span.setTag("db.response.status_code", state);
            }
            span.setTag("error.type", state == null ? known.code() : state);
        } else if (failure != null) {
            span.setTag("error.type", failure.getClass().getName());
        }
    }

    private static @Nullable ConnectionProfile profile(PgEndpoint endpoint) {
        Database database = endpoint.ownDatabase();
        return database == null ? null : database.pool().profile();
    }
}
