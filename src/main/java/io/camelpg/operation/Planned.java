package io.camelpg.operation;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;
import java.util.function.Function;

/** Runs a statement by its plan; where the schema changed since the plan was made, makes a new one and tries once more. */
public final class Planned {
    /** What the server says when types or columns are not what they were: nothing was executed then. */
    private static final Set<String> OUTDATED =
            Set.of("0A000", "26000", "42P18", "42P08", "42804", "42883", "42725", "42703", "42P01");

    private Planned() {}

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
                if (!known || e.sqlState() == null || !OUTDATED.contains(e.sqlState())) {
                    throw e;
                }
                session.rollback();
                session.database().forget(template);
                return work.apply(session.database().plan(session, template));
            }
        } catch (PgException e) {
            throw NearestNames.hinted(session, e);
        }
    }
}
