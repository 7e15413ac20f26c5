package io.camelpg;

import io.camelpg.error.PgException;
import io.camelpg.operation.listen.Listener;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a route that listens hears. Says the error's code and never a credential. */
final class ListenHealthCheck extends AbstractHealthCheck {
    private final String connection;
    private final Listener listener;

    ListenHealthCheck(String routeId, String connection, Listener listener) {
        super("camel", "consumer:" + routeId);
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("connection", connection);
        builder.detail("listening", listener.isListening());
        PgException failure = listener.failure();
        if (listener.isListening()) {
            builder.up();
        } else if (failure == null) {
            builder.message("it has not connected yet");
            builder.down();
        } else {
            builder.detail("code", failure.code());
            builder.message(failure.detail());
            builder.down();
        }
    }
}
