package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.RowChunks;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.session.Sessions;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of a message into a table, by a unique key of it. */
public final class UpsertOperation implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(UpsertOperation.class);

    /** The other routes of the application wait for this one. */
    private static final long START_MILLIS = 5000;

    private final UpsertPlan plan;
    private final Map<Database, UpsertTarget> targets = Collections.synchronizedMap(new WeakHashMap<>());

    public UpsertOperation(UpsertPlan plan) {
        this.plan = plan;
    }

    /**
     * Looks the table up, so that a key that is missing is found before the first message. What may still be put right
     * until then, a server that cannot be reached or a table that is not there, is only logged.
     */
    @Override
    public void start(Sessions sessions) {
        try (Session session = sessions.open(Deadline.after(Math.min(plan.timeoutMillis(), START_MILLIS)))) {
            target(session);
        } catch (PgException e) {
            boolean later =
                    e.errorCode() == PgErrorCode.UNDEFINED_TABLE || e.code().startsWith("PG-0");
            if (!later) {
                throw e;
            }
            LOG.warn(
                    "pg:upsert:{} could not be checked, and will be with the first message: {}",
                    plan.table(),
                    e.getMessage());
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        return run(sessions, new RowChunks(arguments.rows()));
    }

    Outcome run(Sessions sessions, RowChunks chunks) {
        if (!chunks.hasNext()) {
            return new UpsertCall(this, chunks).outcome();
        }
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            UpsertCall call = new UpsertCall(this, chunks);
            int before = session.writtenInScope();
            try {
                call.run(session);
            } catch (RuntimeException e) {
                if (session.writtenInScope() != before) {
                    session.rollback();
                }
                throw e;
            }
            return call.outcome();
        }
    }

    UpsertPlan plan() {
        return plan;
    }

    boolean knows(Session session) {
        return targets.containsKey(session.database());
    }

    /** What is known of the table, read where it is not known. */
    UpsertTarget target(Session session) {
        UpsertTarget known = targets.get(session.database());
        return known == null ? renewed(session) : known;
    }

    /** The table is looked up again when it is written to next. */
    void forget(Session session) {
        targets.remove(session.database());
    }

    /** Reads the catalog again. */
    UpsertTarget renewed(Session session) {
        targets.remove(session.database());
        session.database().forgetTypes();
        UpsertTarget target = TargetResolver.resolve(plan, session);
        targets.put(session.database(), target);
        return target;
    }
}
