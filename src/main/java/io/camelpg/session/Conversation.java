package io.camelpg.session;

import io.camelpg.connection.Lease;
import io.camelpg.connection.SessionState;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.TransactionState;

/**
 * What is said over one leased connection: statements go through the driver's query executor, one round trip each, with
 * the deadline watched on both sides and failures told apart. Not thread-safe.
 */
final class Conversation {
    static final int NO_LIMIT = 0;
    private static final int REPORTED_SINCE = 140_000;
    static final int BOTH = QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

    private final Lease lease;
    private final SessionState state;
    private final QueryExecutor executor;
    private final PreparedStatements statements;
    private final SentValues sent = new SentValues();
    private final SentAhead ahead;
    private final @Nullable MessageSettings settings;
    private @Nullable TransactionMark mark;

    /** @param settings of every transaction that begins here; null for none */
    Conversation(Lease lease, @Nullable MessageSettings settings) {
        this.lease = lease;
        this.settings = settings;
        this.state = lease.session();
        this.executor = state.connection().getQueryExecutor();
        this.statements = PreparedStatements.of(state);
        this.ahead = new SentAhead(state);
    }

    long roundTripNanos() {
        return state.fastestNanos();
    }

    interface Call {
        void run() throws SQLException;
    }

    Lease lease() {
        return lease;
    }

    PreparedStatements statements() {
        return statements;
    }

    /** The values of the open transaction. */
    SentValues sent() {
        return sent;
    }

    QueryExecutor executor() {
        return executor;
    }

    /** Whether every statement has to be part of a transaction, because of what is set for it. */
    boolean hasSettings() {
        return settings != null;
    }

    /**
     * What is to be set with the next statement.
     *
     * @param begins whether a transaction begins with it
     */
    @Nullable
    MessageSettings beginning(boolean begins) {
        if (settings != null && !begins && executor.getTransactionState() == TransactionState.IDLE) {
            throw new IllegalStateException("a statement would run without the role or the settings of its call");
        }
        return begins ? settings : null;
    }

    @Nullable
    Query query(@Nullable MessageSettings of) {
        return of == null ? null : statements.get(of.plan()).query();
    }

    /** Whether the server keeps this session's transactions read-only, as far as it tells. */
    boolean readsOnly() {
        return state.serverVersion() >= REPORTED_SINCE && state.readOnlyByDefault();
    }

    boolean inTransaction() {
        return executor.getTransactionState() != TransactionState.IDLE || ahead.begins();
    }

    boolean transactionFailed() {
        return executor.getTransactionState() == TransactionState.FAILED;
    }

    boolean isLost() {
        return executor.isClosed();
    }

    /** Of the open transaction, as far as it is known; null as long as nothing was changed. */
    @Nullable
    TransactionMark mark() {
        return mark;
    }

    /** The unit for a statement of an open transaction: the id is asked for until there is one. */
    Unit within() {
        return mark == null ? Unit.IDENTIFIED : Unit.PLAIN;
    }

    /** What a statement gave, before anybody knows what its columns are. */
    record Answer(Prepared prepared, ResultCollector collector) {}

    Answer run(
            StatementPlan plan, Unit unit, @Nullable Object[] values, int maxRows, boolean reads, Deadline deadline) {
        Prepared prepared = statements.get(plan);
        SentAhead.Commands before = ahead(deadline, sharesSessions() ? unit.before() : List.of());
        MessageSettings set = beginning(before.begin() || unit.begins());
        Query query = sharesSessions()
                ? statements.joined(before.sql(), set, List.of(plan), unit.after())
                : statements.get(plan, prepared, before.sql(), unit, set);
        ParameterList parameters = Binding.bind(set, plan, query, values);
        ResultCollector collector =
                new ResultCollector(unit.identifies() ? statements.identification() : null, query(set));
        int flags = (reads ? QueryExecutor.QUERY_SUPPRESS_BEGIN : BOTH)
                | (plan.isTextOnly() ? QueryExecutor.QUERY_NO_BINARY_TRANSFER : 0)
                | unnamed();
        if (unit == Unit.BEGINNING || unit == Unit.BEGINNING_TO_READ) {
            sent.begin();
        }
        if (!reads) {
            sent.add(values);
        }
        boolean commits = unit == Unit.READ_WRITE || (unit == Unit.PLAIN && !reads && !inTransaction());
        try {
            committing(
                    collector,
                    () -> call(
                            plan.sql(),
                            commits,
                            deadline,
                            before,
                            () -> executor.execute(query, parameters, collector, maxRows, 0, flags)));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        note(collector.mark());
        return new Answer(prepared, collector);
    }

    void note(@Nullable TransactionMark found) {
        if (found != null) {
            mark = found;
        }
    }

    Prepared prepared(StatementPlan plan) {
        return statements.get(plan);
    }

    /** Asks once for a statement's columns, so that the driver knows which of them it can take in binary format. */
    void describe(StatementPlan plan, @Nullable Object[] values, Deadline deadline) {
        Prepared prepared = statements.get(plan);
        if (prepared.isDescribed()) {
            return;
        }
        ParameterList parameters = Binding.bind(null, plan, prepared.query(), values);
        int flags = QueryExecutor.QUERY_DESCRIBE_ONLY | QueryExecutor.QUERY_SUPPRESS_BEGIN;
        try {
            call(
                    plan.sql(),
                    false,
                    deadline,
                    () -> executor.execute(prepared.query(), parameters, new ResultCollector(), NO_LIMIT, 0, flags));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        prepared.described();
    }

    /** The first rows of a cursor. The driver sends BEGIN along where no transaction is open. */
    Answer open(StatementPlan plan, @Nullable Object[] values, int fetchRows, Deadline deadline) {
        Prepared prepared = statements.get(plan);
        ParameterList parameters = Binding.bind(null, plan, prepared.query(), values);
        ResultCollector collector = new ResultCollector();
        int flags = QueryExecutor.QUERY_FORWARD_CURSOR | unnamed();
        try {
            call(
                    plan.sql(),
                    false,
                    deadline,
                    () -> executor.execute(prepared.query(), parameters, collector, NO_LIMIT, fetchRows, flags));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        return new Answer(prepared, collector);
    }

    /** @param values that the cursor's statement was given */
    ResultCollector fetch(ResultCursor cursor, int rows, @Nullable Object[] values, Deadline deadline) {
        ResultCollector collector = new ResultCollector();
        try {
            call("FETCH", false, deadline, () -> executor.fetch(cursor, collector, rows, false));
        } catch (PgException e) {
            throw Discretion.applied(e, values);
        }
        return collector;
    }

    /** Copies into a table; returns how many rows the server took. */
    long copyIn(String sql, Session.CopySource source, CopyPlace place, Deadline deadline) {
        sent.addUnknown();
        CopyIntoTable copy = new CopyIntoTable(executor, sql, source, place);
        call(sql, false, deadline, copy);
        return copy.rows();
    }

    /** Begins a transaction with the next statement. */
    void begin(String how) {
        sent.begin();
        mark = null;
        ahead.begin(how);
    }

    /**
     * Ends the open transaction.
     *
     * @throws PgException PG-403 where the server rolled it back; PG-404 where it did not answer
     */
    void commit(Deadline deadline) {
        boolean empty = ahead.begins();
        ahead.drop();
        if (empty) {
            return;
        }
        ResultCollector collector = new ResultCollector();
        try {
            committing(
                    collector,
                    () -> call("COMMIT", true, deadline, () -> {
                        Query commit = executor.createSimpleQuery("COMMIT");
                        int flags = QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN;
                        executor.execute(commit, null, collector, NO_LIMIT, 0, flags);
                    }));
        } catch (PgException e) {
            // what was set within the transaction is undone with it
            ahead.forgetTimeout();
            throw sent.discreet(e);
        }
    }

    private static void committing(ResultCollector collector, Runnable work) {
        confirmed(collector::committed, work);
        if (collector.unconfirmed()) {
            throw Replication.unconfirmed();
        }
        if (collector.rolledBack()) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_FAILED, "the transaction had failed before, and the server rolled it back");
        }
    }

    /** Once the server has confirmed the COMMIT, losing the connection takes nothing away. */
    static void confirmed(BooleanSupplier committed, Runnable work) {
        try {
            work.run();
        } catch (PgException e) {
            if (!Failures.isLoss(e) || !committed.getAsBoolean()) {
                throw e;
            }
        }
    }

    /** A lost connection has nothing to roll back, and its failure must not take the place of the one before. */
    void rollback(Deadline deadline) {
        ahead.drop();
        // of a cancelled call nothing is sent any more: the connection is closed, and takes the transaction along
        if (!isLost() && inTransaction() && !lease.session().interrupted()) {
            command("ROLLBACK", deadline);
            ahead.forgetTimeout();
        }
        mark = null;
    }

    /** Begins a part of the open transaction that can be undone by itself; it is sent with the next statement. */
    void savepoint(String name) {
        ahead.savepoint(name);
    }

    /** Keeps what was done since a savepoint; it is sent with the next statement. */
    void release(String name) {
        ahead.release(name);
    }

    /** Ends what went wrong since a savepoint. */
    void rollbackTo(String savepoint, Deadline deadline) {
        if (!ahead.takeBack(savepoint)) {
            ahead.drop();
            command("ROLLBACK TO SAVEPOINT " + savepoint + "; RELEASE SAVEPOINT " + savepoint, deadline);
            ahead.forgetTimeout();
        }
    }

    void command(String sql, Deadline deadline) {
        SentAhead.Commands before = ahead(deadline);
        MessageSettings set = beginning(before.begin());
        String all = before.sql().isEmpty() || set != null ? sql : String.join("; ", before.sql()) + "; " + sql;
        call(sql, false, deadline, before, () -> {
            if (set != null) {
                send(before, set);
            }
            state.connection().execSQLUpdate(all);
        });
    }

    /** What is to be sent in front of the next statement, by whoever sends it. */
    SentAhead.Commands ahead(Deadline deadline) {
        return ahead(deadline, List.of());
    }

    /** @param before commands of the statement's own, behind those that wait */
    SentAhead.Commands ahead(Deadline deadline, List<String> before) {
        return ahead.next(deadline, executor.getTransactionState(), before);
    }

    /** A flag for the driver: through a pooler, a name given to a statement is another session's next time. */
    int unnamed() {
        return sharesSessions() ? QueryExecutor.QUERY_ONESHOT : 0;
    }

    /** Whether the session is ours only as long as the transaction. */
    boolean sharesSessions() {
        return state.settings().ofTransactions();
    }

    /** As below, for work that cannot take anything in front of it: that is sent by itself. */
    void call(String sql, boolean commits, Deadline deadline, Call work) {
        SentAhead.Commands before = ahead(deadline);
        MessageSettings set = beginning(before.begin());
        call(sql, commits, deadline, before, () -> {
            if (set != null) {
                send(before, set);
                before.arrived();
            } else if (!before.sql().isEmpty()) {
                state.connection().execSQLUpdate(String.join("; ", before.sql()));
                before.arrived();
            }
            work.run();
        });
    }

    /** By themselves: the work behind them cannot take them along. */
    private void send(SentAhead.Commands before, MessageSettings set) throws SQLException {
        Query query = statements.joined(before.sql(), set, List.of(), List.of());
        ResultCollector collector = new ResultCollector(null, query(set));
        executor.execute(query, Binding.bind(set, query), collector, NO_LIMIT, 0, BOTH | unnamed());
    }

    /**
     * Every use of the connection goes through here: the deadline is set on both sides, failures are told apart.
     *
     * @param before is sent by the work
     */
    void call(String sql, boolean commits, Deadline deadline, SentAhead.Commands before, Call work) {
        if (lease.session().interrupted()) {
            throw Failures.cancelled("the call was cancelled before this part of it", lease, null);
        }
        long start = System.nanoTime();
        boolean ended = false;
        lease.begin(deadline.nanos());
        before.underWay();
        try {
            work.run();
            ended = true;
            lease.end();
            before.arrived();
        } catch (SQLException e) {
            ended = true;
            boolean interrupted = lease.end();
            PgException failure =
                    Failures.translate(e, lease, deadline, System.nanoTime() - start, interrupted, commits);
            throw settings == null ? failure : Discretion.applied(failure, settings.values());
        } finally {
            if (!ended) {
                lease.end();
                lease.markBroken();
            }
        }
    }
}
