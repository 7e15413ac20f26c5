package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.Planned;
import io.camelpg.row.RowStream;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All rows of a statement. */
final class FullRead {
    /** What a query begins with the first time, and how many rows it is asked for: all, where nobody says. */
    private static final Set<String> OPTIONAL = Set.of("updated_at", "limit");

    private FullRead() {}

    /** @param estimatedRows -1 where nobody knows */
    static Outcome.Extracted run(
            ExtractPlan plan, Session session, SqlTemplate template, Arguments arguments, long estimatedRows) {
        @Nullable Object[] values = arguments.values(template, OPTIONAL);
        RowStream rows = Planned.run(session, template, statement -> rows(plan, session, statement, values));
        return new Outcome.Extracted(plan.limit().of(rows), estimatedRows, plan.batchSize(), null);
    }

    private static RowStream rows(
            ExtractPlan plan, Session session, StatementPlan statement, @Nullable Object[] values) {
        if (plan.streamed()) {
            session.describe(statement, values);
            return session.database().streamAhead(session, statement, values, plan.fetch(), plan.streamIdleMillis());
        }
        RowStream rows = session.read(statement, values, plan.limit().enough()).rows();
        if (rows == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return rows;
    }
}
