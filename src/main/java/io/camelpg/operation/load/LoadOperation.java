package io.camelpg.operation.load;

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
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the rows of a message to a table, through COPY. */
public final class LoadOperation implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(LoadOperation.class);

    /** The other routes of the application wait for this one. */
    private static final long START_MILLIS = 5000;

    private final LoadPlan plan;
    private final Map<Database, LoadTarget> targets = Collections.synchronizedMap(new WeakHashMap<>());

    public LoadOperation(LoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Looks the table up. What may still be put right until the first message, a server that cannot be reached or a table
     * that is not there, is only logged.
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
                    "pg:load:{} could not be checked, and will be with the first message: {}",
                    plan.table(),
                    e.getMessage());
        }
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        CsvRows csv = plan.csv() ? new CsvRows(arguments.text()) : null;
        return run(sessions, new RowChunks(csv == null ? arguments.rows() : csv), csv);
    }

    private Outcome run(Sessions sessions, RowChunks chunks, @Nullable CsvRows csv) {
        if (!chunks.hasNext()) {
            return new Outcome.Loaded(0, 0, List.of());
        }
        try (Session session = sessions.open(Deadline.after(plan.timeoutMillis()))) {
            int before = session.writtenInScope();
            LoadCall call = new LoadCall(this, session, chunks, csv);
            try {
                call.run();
            } catch (RuntimeException e) {
                if (session.writtenInScope() != before) {
                    session.rollback();
                }
                throw e;
            }
            return call.outcome();
        }
    }

    LoadPlan plan() {
        return plan;
    }

    boolean knows(Session session) {
        return targets.containsKey(session.database());
    }

    /** What is known of the table, read where it is not known. */
    LoadTarget target(Session session) {
        LoadTarget known = targets.get(session.database());
        return known == null ? renewed(session) : known;
    }

    /** The table is looked up again when it is written to next. */
    void forget(Session session) {
        targets.remove(session.database());
    }

    /** Reads the catalog again. */
    LoadTarget renewed(Session session) {
        targets.remove(session.database());
        session.database().forgetTypes();
        LoadTarget target = LoadTarget.resolve(plan, session);
        targets.put(session.database(), target);
        return target;
    }
}
