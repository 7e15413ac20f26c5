package io.camelpg.operation.upsert;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.session.StatementResult;
import org.jspecify.annotations.Nullable;

/** How a statement is run: within a transaction, or committed by itself in the same round trip. */
@FunctionalInterface
interface Statement {
    Statement WITHIN = Session::within;
    Statement COMMITTED = Session::write;

    StatementResult run(Session session, StatementPlan plan, @Nullable Object[] values);
}
