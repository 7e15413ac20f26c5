package io.camelpg.operation.notify;

import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.ChannelName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;

/**
 * Sends the body to a channel, in one round trip and a transaction of its own; or as a part of the scope's transaction,
 * and then listeners hear of it when that commits. Always on the primary: a standby cannot notify.
 */
public final class NotifyOperation implements Operation {
    private static final PgType TEXT = TypeCatalog.builtIn().get(25);
    private static final StatementPlan NOTIFY = StatementPlan.system("SELECT pg_catalog.pg_notify($1, $2)", TEXT, TEXT);

    private final ChannelName channel;
    private final long timeoutMillis;

    public NotifyOperation(ChannelName channel, long timeoutMillis) {
        this.channel = channel;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        String payload = arguments.payload();
        PayloadLimit.checkAnywhere(channel, payload);
        try (Session session = sessions.open(Deadline.after(timeoutMillis))) {
            PayloadLimit.check(channel, payload, session.serverEncoding());
            session.write(NOTIFY, new Object[] {channel.name(), payload});
        }
        return new Outcome.Nothing();
    }
}
