package io.camelpg.operation.discover;

import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.SentName;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.sql.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the system catalogs in one round trip, and tells what it found when the connection is back. */
public final class DiscoverOperation implements Operation {
    private final DiscoverPlan plan;

    public DiscoverOperation(DiscoverPlan plan) {
        this.plan = plan;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        Map<String, @Nullable Object> database;
        String carried = arguments.table();
        TableName target = carried == null ? plan.target() : SentName.of(carried);
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            database = new CatalogReader(session, target).read();
        }
        return new Outcome.Value(plan.form().of(database));
    }
}
