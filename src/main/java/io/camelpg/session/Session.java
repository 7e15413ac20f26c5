package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/**
 * A connection at work for one operation: on its own, or inside a {@link TransactionScope}, where {@link #begin} and {@link
 * #commit} do nothing and every statement is part of the scope's transaction. Not thread-safe.
 */
public final class Session implements AutoCloseable {
    private static final int NO_LIMIT = 0;

    private final Database database;
    private final Conversation conversation;
    private final @Nullable TransactionScope scope;
    private Deadline deadline;
    private boolean handedToStream;
    private @Nullable Cancellation cancellation;

    Session(Database database, Conversation conversation, Deadline deadline, @Nullable TransactionScope scope) {
        this.database = database;
        this.conversation = conversation;
        this.deadline = deadline;
        this.scope = scope;
    }

    public Database database() {
        return database;
    }

    /** As {@code server_version_num}: 180006 is 18.6. */
    public int serverVersion() {
        return conversation.lease().session().serverVersion();
    }

    /** As {@code server_encoding}: the bytes in which the server keeps text; null where it does not say. */
    public @Nullable String serverEncoding() {
        return conversation.lease().session().connection().getParameterStatus("server_encoding");
    }

    /** Whether the session is ours only as long as the transaction: a pooler of transactions is between. */
    public boolean sharesSessions() {
        return conversation.sharesSessions();
    }

    /** Whether its transactions have a role or settings of their own. */
    public boolean hasSettings() {
        return conversation.hasSettings();
    }

    /** The same time again from now on, for the next part of work that comes in parts. */
    public void renewDeadline() {
        deadline = deadline.renewed();
    }

    /** What comes next leaves the session other than it was: the connection is reset when it goes back. */
    public void markChanged() {
        if (conversation.sharesSessions()) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "the statement leaves something behind in its session, and with pooler-mode=transaction the next one"
                            + " to use that session is somebody else",
                    null,
                    "Use what ends with the transaction (SET LOCAL, pg_advisory_xact_lock, WITH instead of a temporary"
                            + " table), or a connection that goes to the server itself",
                    null);
        }
        conversation.lease().markChanged();
    }

    /**
     * Reads in one round trip, in a transaction or subtransaction that the server keeps read-only; all rows are received.
     *
     * @param values one for each placeholder of the plan's statement
     * @param maxRows at most this many are received; 0 for all
     */
    public StatementResult read(StatementPlan plan, @Nullable Object[] values, int maxRows) {
        if (scope != null) {
            return scope.reading(this, unit -> run(plan, unit, values, maxRows, true));
        }
        return run(plan, readingAlone(), values, maxRows, true);
    }

    /** A transaction that is open is not this statement's: a unit of its own would end it. */
    private Unit readingAlone() {
        boolean alone = conversation.readsOnly() && !conversation.hasSettings();
        return conversation.inTransaction() || alone ? Unit.PLAIN : Unit.READ_ONLY;
    }

    /** Rows as they came. */
    @SuppressWarnings("ArrayRecordComponent") // as the driver gives them
    record RawRows(Field[] fields, Format[] formats, List<Tuple> tuples) {}

    /** As {@link #read}, all rows, without their columns described. Not for scopes. */
    RawRows readRaw(StatementPlan plan, @Nullable Object[] values) {
        Conversation.Answer answer = conversation.run(plan, readingAlone(), values, NO_LIMIT, true, deadline);
        Field[] fields = answer.collector().fields();
        if (fields == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return new RawRows(
                fields, answer.prepared().formats(fields), answer.collector().tuples());
    }

    /** Runs a statement that may change something and commits it, in one round trip. */
    public StatementResult write(StatementPlan plan, @Nullable Object[] values) {
        return scope == null ? run(plan, Unit.READ_WRITE, values, NO_LIMIT, false) : within(plan, values);
    }

    /** Runs a statement that refuses to be part of a transaction, such as VACUUM. */
    public StatementResult writeOutsideTransaction(StatementPlan plan, @Nullable Object[] values) {
        if (scope != null) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_CONTROL,
                    "the statement cannot be part of a transacted scope: " + plan.sql());
        }
        if (conversation.hasSettings()) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_CONTROL,
                    "role and sessionSettings hold for a transaction, and the statement cannot be part of one: "
                            + plan.sql());
        }
        if (!conversation.sharesSessions()) {
            command("SET default_transaction_read_only = off");
            markChanged();
        }
        return run(plan, Unit.PLAIN, values, NO_LIMIT, false);
    }

    /** Starts a transaction, in the round trip of its first statement; it ends with {@link #commit()}, or is rolled back when the session closes. */
    public void begin(String how) {
        if (scope == null) {
            conversation.begin(how);
        } else {
            scope.begin();
        }
    }

    /**
     * Ends the transaction. Where the answer is lost, the server is asked for the transaction's outcome.
     *
     * @throws PgException PG-403 if the transaction had failed, PG-407 if it was rolled back, PG-404 if nobody knows
     */
    public void commit() {
        if (scope == null) {
            LostCommit.guarded(database, conversation, deadline);
        }
    }

    /** What the fastest call on this connection took, so that a round trip takes no longer. */
    public long roundTripNanos() {
        return conversation.roundTripNanos();
    }

    /** Whether the work is part of a transaction that others began: it cannot be rolled back and tried again by itself. */
    public boolean joined() {
        return scope != null;
    }

    /** As {@link #whole(Supplier)}. */
    public void whole(Runnable work) {
        whole(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs work that must not be left to an open scope by half: where it fails after it did something, the scope can only be
     * rolled back.
     */
    public <T> T whole(Supplier<T> work) {
        return scope == null ? work.get() : scope.whole(work);
    }

    /** Ends a transaction that must not be kept, a failed one included; in a scope, all of the scope's. */
    public void rollback() {
        if (scope == null) {
            conversation.rollback(deadline);
        } else {
            scope.doom(new PgException(PgErrorCode.TRANSACTION_FAILED, "an operation of the scope rolled back"));
        }
    }

    /** Begins a part of the open transaction that can be undone by itself. */
    public void savepoint(String name) {
        conversation.savepoint(name);
    }

    /** Undoes everything since {@link #savepoint}, and ends it. */
    public void rollbackTo(String name) {
        conversation.rollbackTo(name, deadline);
        if (scope != null) {
            scope.recovered();
        }
    }

    /** Keeps what was done since {@link #savepoint}, as a part of the transaction. */
    public void release(String name) {
        conversation.release(name);
    }

    /** Runs a statement inside the open transaction. */
    public StatementResult within(StatementPlan plan, @Nullable Object[] values) {
        if (scope != null) {
            return scope.writing(unit -> run(plan, unit, values, NO_LIMIT, false));
        }
        return run(plan, conversation.within(), values, NO_LIMIT, false);
    }

    /**
     * Runs a statement for each set of values inside the transaction that {@link #begin} started, in one round trip.
     *
     * @param firstNumber what the first set is called in errors
     * @return how many rows were changed, and the rows of RETURNING
     * @throws PgException PG-405 that names the set which failed
     */
    public StatementResult batch(StatementPlan plan, List<@Nullable Object[]> sets, long firstNumber) {
        BatchCollector collector = inScope(() -> new ManyAtOnce(conversation).batch(plan, sets, firstNumber, deadline));
        Field[] fields = collector.fields();
        RowStream rows = fields == null ? null : rows(plan, fields, collector.tuples(), false);
        return new StatementResult(rows, collector.updateCount());
    }

    /** What is copied, a part after the other. */
    @FunctionalInterface
    public interface CopySource {
        void writeTo(CopySink sink);
    }

    /** Takes parts of a COPY; they are sent before it returns. */
    @FunctionalInterface
    public interface CopySink {
        void write(byte[] data, int offset, int length);
    }

    /**
     * Runs a COPY … FROM STDIN of our own inside the open transaction. Where the source fails, nothing is copied.
     *
     * @return how many rows the server took
     */
    public long copyIn(String sql, CopySource source) {
        return copyIn(sql, source, new CopyPlace());
    }

    /**
     * As {@link #copyIn(String, CopySource)}.
     *
     * @param place takes where the server stopped, if it does
     */
    public long copyIn(String sql, CopySource source, CopyPlace place) {
        return inScope(() -> conversation.copyIn(sql, source, place, deadline));
    }

    /** Runs a command of our own without parameters and rows inside the open transaction. */
    public void run(String sql) {
        inScope(() -> {
            command(sql);
            return true;
        });
    }

    /**
     * Runs several statements in one round trip, as a transaction of their own or as a part of the open one.
     *
     * @param begin what begins their transaction, such as {@code READ WRITE}, which is then committed; null where one is open
     * @throws PgException that names the statement which failed
     */
    public List<StatementResult> script(List<ScriptPart> parts, @Nullable String begin) {
        boolean alone = scope == null && begin != null;
        boolean first = scope != null && !conversation.inTransaction();
        String before = alone ? "BEGIN " + begin : first ? "BEGIN READ WRITE" : null;
        ScriptCollector collector = inScope(() -> new ManyAtOnce(conversation).script(parts, before, alone, deadline));
        List<StatementResult> results = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            ScriptCollector.Part part = collector.parts().get(i);
            Field[] fields = part.fields();
            StatementPlan plan = parts.get(i).plan();
            RowStream rows = fields == null ? null : rows(plan, fields, part.tuples(), collector.committed());
            results.add(new StatementResult(rows, part.updateCount()));
        }
        return results;
    }

    /** Work inside the scope's transaction that the server keeps from writing. */
    public <T> T readingOnly(Supplier<T> work) {
        return scope == null ? work.get() : scope.readingStepwise(this, work);
    }

    private <T> T inScope(Supplier<T> work) {
        return scope == null ? work.get() : scope.watching(work);
    }

    /**
     * Reads through a cursor, a few rows in memory at a time. The stream owns the session from here on and closes it.
     *
     * @param fetch how much at a time
     */
    CursorRows stream(StatementPlan plan, @Nullable Object[] values, FetchSize fetch) {
        OpenCursor open = open(plan, values, fetch);
        CursorRows rows = new CursorRows(this, open.columns, open.formats, values, open.first, fetch);
        if (scope != null && rows.total() < 0) {
            // The stream takes its turn each time it fetches, so that other steps can run while it is read.
            handedToStream = true;
            scope.handedToStream(this);
            scope.endTurn();
        }
        return rows;
    }

    /**
     * As {@link #stream}, with the next rows on their way while those before are read. In a scope, where other steps may be
     * next, they are not.
     */
    RowStream streamAhead(StatementPlan plan, @Nullable Object[] values, FetchSize fetch) {
        if (scope != null) {
            return stream(plan, values, fetch);
        }
        OpenCursor open = open(plan, values, fetch);
        return open.first.cursor() == null
                ? new CursorRows(this, open.columns, open.formats, values, open.first, fetch)
                : PartedRead.ahead(
                        this, new CursorBatches(this, open.columns, open.formats, values, open.first), fetch);
    }

    /** A cursor with its first rows. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as they are
    private record OpenCursor(Columns columns, Format[] formats, ResultCollector first) {}

    private OpenCursor open(StatementPlan plan, @Nullable Object[] values, FetchSize fetch) {
        if (scope == null && (conversation.hasSettings() || !conversation.readsOnly())) {
            begin("READ ONLY");
        }
        Conversation.Answer answer = scope == null
                ? conversation.open(plan, values, fetch.first(), deadline)
                : scope.readingStepwise(this, () -> conversation.open(plan, values, fetch.first(), deadline));
        Field[] fields = answer.collector().fields();
        if (fields == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        Columns columns = ColumnDescriber.columns(this, plan, fields);
        return new OpenCursor(columns, answer.prepared().formats(fields), answer.collector());
    }

    /**
     * Asks for the columns of a statement with many rows, once a connection, so that they come in binary format from the
     * first time on. Where that cannot be done by itself, nothing is asked.
     */
    public void describe(StatementPlan plan, @Nullable Object[] values) {
        if (scope == null && !conversation.hasSettings() && !conversation.sharesSessions()) {
            conversation.describe(plan, values, deadline);
        }
    }

    /**
     * Opens a cursor in the open transaction, which stays open behind its rows.
     *
     * @param firstRows how many rows are fetched at once
     */
    CursorBatches batches(StatementPlan plan, @Nullable Object[] values, Columns columns, int firstRows) {
        renewDeadline();
        // Values of columns whose types are known come in binary format, from the first row on.
        conversation.describe(plan, values, deadline);
        Conversation.Answer answer = conversation.open(plan, values, firstRows, deadline);
        Field[] fields = answer.collector().fields();
        if (fields == null) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, "the statement returns no rows");
        }
        return new CursorBatches(this, columns, answer.prepared().formats(fields), values, answer.collector());
    }

    /** The rows of a question of our own. */
    public List<@Nullable Object[]> rows(StatementPlan plan, @Nullable Object... values) {
        RowStream rows = read(plan, values, NO_LIMIT).rows();
        return rows == null ? List.of() : ColumnDescriber.arrays(rows);
    }

    private StatementResult run(StatementPlan plan, Unit unit, @Nullable Object[] values, int maxRows, boolean reads) {
        Conversation.Answer answer = conversation.run(plan, unit, values, maxRows, reads, deadline);
        ResultCollector collector = answer.collector();
        Field[] fields = collector.fields();
        if (fields == null) {
            return new StatementResult(null, collector.updateCount());
        }
        return new StatementResult(
                rows(plan, fields, collector.tuples(), collector.committed()), collector.updateCount());
    }

    private RowStream rows(StatementPlan plan, Field[] fields, List<Tuple> tuples, boolean committed) {
        Format[] formats = conversation.prepared(plan).formats(fields);
        return new BufferedRows(columns(plan, fields, committed), formats, tuples);
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

    /** Another batch of rows of a cursor, whose statement was given these values. */
    ResultCollector fetch(ResultCursor cursor, int rows, @Nullable Object[] values) {
        deadline = deadline.renewed();
        return scope == null
                ? conversation.fetch(cursor, rows, values, deadline)
                : scope.fetching(this, () -> conversation.fetch(cursor, rows, values, deadline));
    }

    void command(String sql) {
        conversation.command(sql, deadline);
    }

    /** A call of the driver that asks something and changes nothing; in an open transaction, a failure leaves it open. */
    void ask(String sql, Conversation.Call work) {
        if (conversation.inTransaction()) {
            savepoint(Unit.ASK);
            try {
                conversation.call(sql, false, deadline, work);
            } catch (PgException e) {
                if (conversation.inTransaction() && !conversation.isLost()) {
                    rollbackTo(Unit.ASK);
                }
                throw e;
            }
            release(Unit.ASK);
        } else if (conversation.sharesSessions() || conversation.hasSettings()) {
            // names are looked up in the search path, which transactions are told, and as the role of the call
            conversation.begin("READ ONLY");
            try {
                conversation.call(sql, false, deadline, work);
            } finally {
                conversation.rollback(deadline);
            }
        } else {
            conversation.call(sql, false, deadline, work);
        }
    }

    QueryExecutor executor() {
        return conversation.executor();
    }

    Conversation conversation() {
        return conversation;
    }

    /** Called before the session is used. */
    void endsWith(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Ends what it does, and whatever it would do next. By any thread, as long as the session is not closed. */
    void interrupt() {
        conversation.lease().session().interrupt();
    }

    /** From here on nobody interrupts it: its connection may be another call's. */
    void detach() {
        if (cancellation != null) {
            cancellation.detach(this);
        }
    }

    /** In a scope, the connection stays with it. */
    @Override
    public void close() {
        detach();
        if (scope == null) {
            conversation.lease().close();
        } else if (!handedToStream) {
            scope.endTurn();
        }
    }
}
