package io.camelpg;

import io.camelpg.error.PgException;
import io.camelpg.session.Deadline;
import io.camelpg.session.ReadReplica;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Asks the server whether it is there. Says the error's code and never a credential. */
final class PgHealthCheck extends AbstractHealthCheck {
    private static final long PATIENCE_MILLIS = 3000;
    private static final StatementPlan PING = StatementPlan.system("SELECT 1");

    private final ConnectionHandle connection;

    PgHealthCheck(ConnectionHandle connection) {
        super("camel", "producer:pg-" + connection.name());
        this.connection = connection;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("connection", connection.name());
        builder.detail("server", connection.profile().address());
        builder.detail("connections.active", connection.database().pool().active());
        builder.detail("connections.total", connection.database().pool().total());
        ReadReplica replica = connection.database().replica();
        if (replica != null) {
            // Without it, queries go to the primary: that is no reason to take the application out of use.
            builder.detail("replica.server", replica.database().pool().profile().address());
            builder.detail("replica.inUse", replica.isInUse());
            builder.detail(
                    "replica.connections.active", replica.database().pool().active());
            builder.detail(
                    "replica.connections.total", replica.database().pool().total());
        }
        try (Session session = connection.database().open(Deadline.after(PATIENCE_MILLIS))) {
            session.rows(PING);
            builder.up();
        } catch (PgException e) {
            builder.detail("code", e.code());
            builder.message(e.detail());
            builder.down();
        }
    }
}
