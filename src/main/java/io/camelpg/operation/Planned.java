package io.camelpg.operation;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;
import java.util.function.Function;

/** Runs a statement by its plan; where the schema changed since the plan was made, makes a new one and tries once more. */
public final class Planned {
    /**
     * What the server says when types or columns are not what they were; XX000 is "cache lookup failed" for a type that
     * was dropped and made anew. What was executed is rolled back.
     */
    private static final Set<String> OUTDATED =
            Set.of("0A000", "26000", "42P18", "42P08", "42804", "42883", "42725", "42703", "42P01", "42704", "XX000");

    private Planned() {}

    private static boolean outdated(Session session, SqlTemplate template, PgException failure) {
        String state = failure.sqlState();
        if (session.joined()) {
            // What came before in the scope cannot be done again from here; the next scope has a new plan.
            if (state != null && OUTDATED.contains(state)) {
                session.database().forget(template);
            }
            return false;
        }
        if (state != null && OUTDATED.contains(state)) {
            session.rollback();
            session.database().forget(template);
            return true;
        }
        // A value that does not fit may be one for the type that the parameter has by now.
        if (failure.errorCode() == PgErrorCode.VALUE_REJECTED || (state != null && state.startsWith("22"))) {
            session.rollback();
            return session.database().renew(session, template);
        }
        return false;
    }

    /** The work must leave no transaction open where it fails. */
    public static <T> T run(Session session, SqlTemplate template, Function<StatementPlan, T> work) {
        if (template.changesSession()) {
            session.markChanged();
        }
        boolean known = session.database().knows(template);
        try {
            try {
                return work.apply(session.database().plan(session, template));
            } catch (PgException e) {
                if (!known || !outdated(session, template, e)) {
                    throw e;
                }
                return work.apply(session.database().plan(session, template));
            }
        } catch (PgException e) {
            throw NearestNames.hinted(session, e);
        }
    }
}
