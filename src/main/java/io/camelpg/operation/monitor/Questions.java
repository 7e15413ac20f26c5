package io.camelpg.operation.monitor;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Row;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server, each question in one round trip and a read-only transaction of its own that waits neither for locks nor
 * for the compilation of a plan. Where all connections of the pool are in use, which is when somebody wants to know, one
 * beside the pool is taken. Used by one thread.
 */
final class Questions implements AutoCloseable {
    private static final StatementPlan IMPATIENT = StatementPlan.system(
            "SELECT pg_catalog.set_config('lock_timeout', '100', true), pg_catalog.set_config('jit', 'off', true)");

    private final Database database;
    private final long timeoutMillis;
    private @Nullable Session session;
    private @Nullable PgException unreachable;

    Questions(Database database, long timeoutMillis) {
        this.database = database;
        this.timeoutMillis = timeoutMillis;
    }

    /** A part, or why there is none. */
    Map<String, @Nullable Object> answered(MonitorPlan plan, MonitorPart part) {
        try {
            return part.ask(plan, this);
        } catch (PgException e) {
            Map<String, @Nullable Object> report = unavailable(e.detail(), e.hint());
            report.put("code", e.code());
            report.put("sqlState", e.sqlState());
            return report;
        }
    }

    static Map<String, @Nullable Object> unavailable(@Nullable String reason, @Nullable String hint) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("available", false);
        report.put("reason", reason);
        report.put("hint", hint);
        return report;
    }

    /** @throws PgException the server's own error, or PG-0nn where it cannot be reached, which is found out once */
    List<Map<String, @Nullable Object>> rows(StatementPlan question, @Nullable Object... values) {
        Session open = session();
        open.renewDeadline();
        List<ScriptPart> parts = List.of(
                new ScriptPart(1, 2, "", IMPATIENT, new @Nullable Object[0]),
                new ScriptPart(2, 2, "", question, values));
        try {
            RowStream rows = Objects.requireNonNull(
                    open.script(parts, "READ ONLY").get(1).rows());
            return maps(rows);
        } catch (PgException e) {
            // the text around it names our statements, which say nothing to anybody
            PgException failure = e.getCause() instanceof PgException original ? original : e;
            if (isLoss(failure)) {
                unreachable = failure;
            } else {
                open.rollback();
            }
            throw failure;
        }
    }

    /** The only row. */
    Map<String, @Nullable Object> row(StatementPlan question, @Nullable Object... values) {
        return rows(question, values).get(0);
    }

    private Session session() {
        if (unreachable != null) {
            throw unreachable;
        }
        Session known = session;
        if (known != null) {
            return known;
        }
        Deadline deadline = Deadline.after(timeoutMillis);
        try {
            Session opened = database.openIfFree(deadline);
            opened = opened == null ? database.beside().open(deadline) : opened;
            session = opened;
            return opened;
        } catch (PgException e) {
            unreachable = e;
            throw e;
        }
    }

    private static boolean isLoss(PgException failure) {
        return failure.errorCode() == PgErrorCode.CONNECTION_LOST || failure.errorCode() == PgErrorCode.OUTCOME_UNKNOWN;
    }

    private static List<Map<String, @Nullable Object>> maps(RowStream rows) {
        RowDecoder decoder = new RowDecoder(rows, false);
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        while (rows.advance()) {
            Row row = decoder.row();
            maps.add(new LinkedHashMap<>(row));
        }
        return maps;
    }

    @Override
    public void close() {
        Session known = session;
        if (known != null) {
            known.close();
        }
    }
}
