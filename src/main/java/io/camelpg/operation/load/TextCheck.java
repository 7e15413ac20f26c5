package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.TargetColumn;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server which of many texts its column takes: where one is refused, others mostly are, and each would cost a COPY
 * of its own. From PostgreSQL 16 on {@code pg_input_error_info} says so ("Data Validity Checking Functions" in its manual);
 * before, a function of the transaction's own that tries.
 */
final class TextCheck {
    private static final int TEXT = 25;
    private static final int TEXT_ARRAY = 1009;
    private static final int INPUT_FUNCTIONS = 160_000;
    private static final StatementPlan ASK = StatementPlan.system(
            "SELECT v.n, (pg_catalog.pg_input_error_info(v.t, $2)).sql_error_code"
                    + " FROM pg_catalog.unnest($1) WITH ORDINALITY v(t, n)"
                    + " WHERE NOT pg_catalog.pg_input_is_valid(v.t, $2) ORDER BY v.n",
            TypeCatalog.builtIn().get(TEXT_ARRAY),
            TypeCatalog.builtIn().get(TEXT));
    private static final StatementPlan TRY = StatementPlan.system(
            "SELECT * FROM (SELECT v.n, pg_temp.camelpg_cast_error(v.t, $2) AS state"
                    + " FROM pg_catalog.unnest($1) WITH ORDINALITY v(t, n)) tried WHERE state IS NOT NULL ORDER BY n",
            TypeCatalog.builtIn().get(TEXT_ARRAY),
            TypeCatalog.builtIn().get(TEXT));
    private static final String CREATE =
            """
            CREATE FUNCTION pg_temp.camelpg_cast_error(t text, type text) RETURNS text LANGUAGE plpgsql AS $f$
            BEGIN
              EXECUTE pg_catalog.format('SELECT %L::%s', t, type);
              RETURN NULL;
            EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
              RETURN SQLSTATE;
            END $f$""";
    private static final String SAVEPOINT = "camelpg_check";
    private static final String DROP = "DROP FUNCTION pg_temp.camelpg_cast_error(text, text)";

    /** A text that its column does not take: which one, from 0, and why. */
    record Refused(int number, String sqlState) {}

    private TextCheck() {}

    /** None where the server cannot be asked: then it says so of one after the other. */
    static List<Refused> refused(Session session, LoadTarget target, int column, List<String> texts) {
        boolean asks = session.serverVersion() >= INPUT_FUNCTIONS;
        if (!asks && !target.relation().temporaryTables()) {
            return List.of();
        }
        session.savepoint(SAVEPOINT);
        try {
            List<Refused> refused = ask(session, target.columns().get(column), texts, asks);
            session.release(SAVEPOINT);
            return refused;
        } catch (PgException e) {
            if (e.sqlState() == null || PgErrorCode.TIMEOUT == e.errorCode()) {
                throw e;
            }
            // an input function that raises its errors, and does not return them
            session.rollbackTo(SAVEPOINT);
            return List.of();
        }
    }

    private static List<Refused> ask(Session session, TargetColumn column, List<String> texts, boolean asks) {
        if (!asks) {
            session.run(CREATE);
        }
        String type = column.column().declaredType();
        List<Refused> refused = new ArrayList<>();
        RowStream rows = session.within(asks ? ASK : TRY, new @Nullable Object[] {texts, type})
                .rows();
        if (rows != null) {
            RowDecoder decoder = new RowDecoder(rows, false);
            while (rows.advance()) {
                if (decoder.value(0) instanceof Number number) {
                    refused.add(new Refused((int) (number.longValue() - 1), String.valueOf(decoder.value(1))));
                }
            }
        }
        if (!asks) {
            session.run(DROP);
        }
        return refused;
    }
}
