package io.camelpg.operation;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a statement by its plan; where the schema changed since the plan was made, makes a new one and tries once more. */
public final class Planned {
    /**
     * What the server says when types or columns are not what they were; XX000 is "cache lookup failed" for a type that
     * was dropped and made anew. What was executed is rolled back.
     */
    private static final Set<String> OUTDATED =
            Set.of("0A000", "26000", "42P18", "42P08", "42804", "42883", "42725", "42703", "42P01", "42704", "XX000");

    private Planned() {}

    private static boolean outdated(Session session, List<SqlTemplate> templates, PgException failure) {
        String state = failure.sqlState();
        boolean names = state != null && OUTDATED.contains(state);
        // A value that does not fit may be one for the type that the parameter has by now.
        boolean values = failure.errorCode() == PgErrorCode.VALUE_REJECTED || (state != null && state.startsWith("22"));
        if (names || (values && session.joined())) {
            templates.forEach(session.database()::forget);
        }
        if (session.joined()) {
            // What came before in the scope cannot be done again from here; the next one has a new plan.
            return false;
        }
        if (names || values) {
            session.rollback();
        }
        if (names || !values) {
            return names;
        }
        boolean others = false;
        for (SqlTemplate template : templates) {
            others |= session.database().renew(session, template);
        }
        if (others) {
            // Where a table changed, the results of the others may have changed with it.
            templates.forEach(session.database()::forget);
        }
        return others;
    }

    /** The work must leave no transaction open where it fails, other than a failed one. */
    public static <T> T run(Session session, SqlTemplate template, Function<StatementPlan, T> work) {
        return run(
                session, List.of(template), () -> work.apply(session.database().plan(session, template)));
    }

    /** As {@link #run(Session, SqlTemplate, Function)}, for work that makes or finds the plans of several statements. */
    public static <T> T run(Session session, List<SqlTemplate> templates, Supplier<T> work) {
        for (SqlTemplate template : templates) {
            if (template.changesSession()) {
                session.markChanged();
            }
        }
        boolean known = templates.stream().allMatch(session.database()::knows);
        try {
            try {
                return work.get();
            } catch (PgException e) {
                if (!known || !outdated(session, templates, e)) {
                    throw e;
                }
                return work.get();
            }
        } catch (PgException e) {
            throw NearestNames.hinted(session, e);
        }
    }
}
