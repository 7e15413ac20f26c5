package io.camelpg.session;

import io.camelpg.connection.Lease;
import io.camelpg.connection.SessionState;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.TransactionState;

/**
 * A leased connection at work: runs statements through the driver's query executor, one round trip each, with the
 * deadline watched and failures in our words. Not thread-safe.
 */
public final class Session implements AutoCloseable {
    private static final int NO_LIMIT = 0;
    private static final int REPORTED_SINCE = 140_000;
    /** Text only: the chunks of a batch are read as one result, and its later chunks could be binary. */
    private static final int BATCH_FLAGS = QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

    private static final int WRITE_FLAGS =
            QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

    private final Database database;
    private final Lease lease;
    private final SessionState state;
    private final QueryExecutor executor;
    private final PreparedStatements statements;
    private Deadline deadline;

    Session(Database database, Lease lease, Deadline deadline) {
        this.database = database;
        this.lease = lease;
        this.state = lease.session();
        this.executor = state.connection().getQueryExecutor();
        this.statements = PreparedStatements.of(state);
        this.deadline = deadline;
    }

    public Database database() {
        return database;
    }

    /** What comes next leaves the session other than it was: the connection is reset when it goes back. */
    public void markChanged() {
        lease.markChanged();
    }

    /**
     * Reads in one round trip, in a transaction that the server keeps read-only; all rows are received.
     *
     * @param values one for each placeholder of the plan's statement
     * @param maxRows at most this many are received; 0 for all
     */
    public StatementResult read(StatementPlan plan, @Nullable Object[] values, int maxRows) {
        Unit unit = readsOnly() ? Unit.PLAIN : Unit.READ_ONLY;
        return run(plan, unit, values, maxRows, QueryExecutor.QUERY_SUPPRESS_BEGIN, false);
    }

    /** Whether the server keeps this session's transactions read-only, as far as it tells. */
    private boolean readsOnly() {
        return state.serverVersion() >= REPORTED_SINCE && state.readOnlyByDefault();
    }

    /** Runs a statement that may change something and commits it, in one round trip. */
    public StatementResult write(StatementPlan plan, @Nullable Object[] values) {
        return run(plan, Unit.READ_WRITE, values, NO_LIMIT, WRITE_FLAGS, true);
    }

    /** Runs a statement that refuses to be part of a transaction, such as VACUUM. */
    public StatementResult writeOutsideTransaction(StatementPlan plan, @Nullable Object[] values) {
        command("SET default_transaction_read_only = off");
        lease.markChanged();
        return run(plan, Unit.PLAIN, values, NO_LIMIT, WRITE_FLAGS, true);
    }

    /** Starts a transaction; it ends with {@link #commit()}, or is rolled back when the session closes. */
    public void begin(String how) {
        command("BEGIN " + how);
    }

    /** Ends the transaction. A failure that is not the server's leaves the outcome unknown. */
    public void commit() {
        ResultCollector collector = new ResultCollector();
        committing(
                collector,
                () -> call("COMMIT", true, () -> {
                    Query commit = executor.createSimpleQuery("COMMIT");
                    int flags = QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN;
                    executor.execute(commit, null, collector, NO_LIMIT, 0, flags);
                }));
    }

    /** Once the server has confirmed the COMMIT, losing the connection takes nothing away. */
    private static void committing(ResultCollector collector, Runnable work) {
        try {
            work.run();
        } catch (PgException e) {
            boolean lost = e.errorCode() == PgErrorCode.CONNECTION_LOST || e.errorCode() == PgErrorCode.OUTCOME_UNKNOWN;
            if (!lost || !collector.committed()) {
                throw e;
            }
        }
    }

    /** Ends a transaction that must not be kept, a failed one included; does nothing where there is none. */
    public void rollback() {
        if (executor.getTransactionState() != TransactionState.IDLE) {
            command("ROLLBACK");
        }
    }

    /** Runs a statement inside the transaction that {@link #begin} started. */
    public StatementResult within(StatementPlan plan, @Nullable Object[] values) {
        return run(plan, Unit.PLAIN, values, NO_LIMIT, WRITE_FLAGS, false);
    }

    /**
     * Runs a statement for each set of values inside the transaction that {@link #begin} started, in one round trip.
     *
     * @param firstNumber what the first set is called in errors
     * @return how many rows were changed, and the rows of RETURNING
     * @throws PgException PG-405 that names the set which failed
     */
    public StatementResult batch(StatementPlan plan, List<@Nullable Object[]> sets, long firstNumber) {
        Prepared prepared = statements.get(plan, Unit.PLAIN);
        ParameterList values = Binding.bindAll(plan, executor, sets, firstNumber);
        BatchCollector collector = new BatchCollector();
        // The driver takes a list for one statement as such, and not as that of a composite with one part.
        Query query = sets.size() == 1 ? prepared.query() : new RepeatedQuery(prepared.query(), sets.size());
        try {
            call(plan.sql(), false, () -> executor.execute(query, values, collector, NO_LIMIT, 0, BATCH_FLAGS));
        } catch (PgException e) {
            if (!collector.concernsOneElement(e)) {
                throw e;
            }
            int failed = Math.min(collector.answered(), sets.size() - 1);
            throw BatchCollector.failure(Discretion.applied(e, sets.get(failed)), firstNumber + failed);
        }
        Field[] fields = collector.fields();
        RowStream rows = fields == null
                ? null
                : new BufferedRows(
                        ColumnDescriber.columns(this, plan, fields),
                        prepared.formats(fields),
                        collector.tuples(),
                        Integer.MAX_VALUE);
        return new StatementResult(rows, collector.updateCount());
    }

    /**
     * Reads through a cursor, a few rows in memory at a time. The stream owns the session from here on and closes it.
     *
     * @param fetchRows how many the first batch may have; later ones are sized by bytes
     */
    CursorRows stream(StatementPlan plan, @Nullable Object[] values, int fetchRows) {
        Prepared prepared = statements.get(plan, Unit.PLAIN);
        ParameterList parameters = Binding.bind(plan, prepared.query(), values);
        ResultCollector collector = new ResultCollector();
        if (!readsOnly()) {
            begin("READ ONLY");
        }
        // The driver sends BEGIN along where no transaction is open.
        int flags = QueryExecutor.QUERY_FORWARD_CURSOR;
        try {
            call(
                    plan.sql(),
                    false,
                    () -> executor.execute(prepared.query(), parameters, collector, 0, fetchRows, flags));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        Field[] fields = collector.fields();
        if (fields == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return new CursorRows(this, ColumnDescriber.columns(this, plan, fields), prepared.formats(fields), collector);
    }

    /** The rows of a question of our own. */
    public List<@Nullable Object[]> rows(StatementPlan plan, @Nullable Object... values) {
        RowStream rows = read(plan, values, NO_LIMIT).rows();
        return rows == null ? List.of() : ColumnDescriber.arrays(rows);
    }

    private StatementResult run(
            StatementPlan plan, Unit unit, @Nullable Object[] values, int maxRows, int flags, boolean commits) {
        Prepared prepared = statements.get(plan, unit);
        ParameterList parameters = Binding.bind(plan, prepared.query(), values);
        ResultCollector collector = new ResultCollector();
        try {
            committing(
                    collector,
                    () -> call(
                            plan.sql(),
                            commits,
                            () -> executor.execute(prepared.query(), parameters, collector, maxRows, 0, flags)));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        Field[] fields = collector.fields();
        if (fields == null) {
            return new StatementResult(null, collector.updateCount());
        }
        Format[] formats = prepared.formats(fields);
        return new StatementResult(
                new BufferedRows(
                        columns(plan, fields, collector.committed()), formats, collector.tuples(), Integer.MAX_VALUE),
                collector.updateCount());
    }

    /** The first execution asks the catalog; where that fails, a change that was committed must not seem undone. */
    private Columns columns(StatementPlan plan, Field[] fields, boolean committed) {
        try {
            return ColumnDescriber.columns(this, plan, fields);
        } catch (PgException e) {
            if (!committed) {
                throw e;
            }
            throw new PgException(
                    PgErrorCode.OUTCOME_UNKNOWN,
                    "the change was committed, but its rows could not be described: " + e.detail(),
                    e.sqlState(),
                    "The change is there: do not send it again",
                    e);
        }
    }

    /** Another batch of rows of a cursor. */
    ResultCollector fetch(ResultCursor cursor, int rows) {
        ResultCollector collector = new ResultCollector();
        deadline = deadline.renewed();
        call("FETCH", false, () -> executor.fetch(cursor, collector, rows, false));
        return collector;
    }

    void command(String sql) {
        call(sql, false, () -> state.connection().execSQLUpdate(sql));
    }

    interface Call {
        void run() throws SQLException;
    }

    /** Every use of the connection goes through here: the deadline is set on both sides, failures are told apart. */
    void call(String sql, boolean commits, Call work) {
        long start = System.nanoTime();
        boolean ended = false;
        lease.begin(deadline.nanos());
        try {
            alignServerTimeout();
            work.run();
            ended = true;
            lease.end();
        } catch (SQLException e) {
            ended = true;
            boolean interrupted = lease.end();
            throw Failures.translate(e, lease, deadline, System.nanoTime() - start, interrupted, commits);
        } finally {
            if (!ended) {
                lease.end();
                lease.markBroken();
            }
        }
    }

    private void alignServerTimeout() throws SQLException {
        long wanted = deadline.timeoutMillis();
        if (state.statementTimeoutMillis() != wanted) {
            state.connection().execSQLUpdate("SET statement_timeout = " + wanted);
            state.statementTimeoutMillis(wanted);
        }
    }

    QueryExecutor executor() {
        return executor;
    }

    PreparedStatements statements() {
        return statements;
    }

    @Override
    public void close() {
        lease.close();
    }
}
