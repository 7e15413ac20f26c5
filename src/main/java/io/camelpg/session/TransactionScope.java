package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that several operations share, on one connection: it begins with the first statement, in the same round
 * trip, and ends with {@link #commit()} or {@link #rollback()}. Where a statement that may have changed something fails,
 * the whole scope can only be rolled back; a query that fails leaves it as it was. Operations take turns, so threads may
 * share a scope.
 */
public final class TransactionScope {
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable Database database;
    private @Nullable Conversation conversation;
    private @Nullable MessageSettings settings;
    private @Nullable Deadline deadline;
    private @Nullable PgException failure;
    /** Whether the failure is only that of statements since a savepoint. */
    private boolean failedInTransaction;

    /** Those whose streams may outlive the scope. */
    private final List<Session> streams = new ArrayList<>();

    private int written;
    private final List<Runnable> beforeCommit = new ArrayList<>();

    private volatile boolean ended;

    /** The same scope, as the source of sessions for operations on that database. */
    public Sessions on(Database wanted) {
        return on(wanted, null);
    }

    /** As {@link #on(Database)}, for a step whose transaction has these settings: all steps' have to have the same. */
    public Sessions on(Database wanted, @Nullable MessageSettings own) {
        return new Sessions() {
            @Override
            public Session open(Deadline until) {
                return TransactionScope.this.open(wanted, own, until);
            }

            @Override
            public Database database() {
                return wanted;
            }

            @Override
            public boolean joined() {
                return true;
            }
        };
    }

    /** Null before the first operation. */
    public @Nullable Database database() {
        turn.lock();
        try {
            return database;
        } finally {
            turn.unlock();
        }
    }

    /** Whether it was committed or rolled back. */
    public boolean ended() {
        return ended;
    }

    private Session open(Database wanted, @Nullable MessageSettings own, Deadline until) {
        takeTurn(until);
        boolean opened = false;
        try {
            requireUsable(wanted);
            Conversation known = conversation;
            if (known == null) {
                known = new Conversation(wanted.pool().lease(until.nanos()), own);
                conversation = known;
                database = wanted;
                settings = own;
            } else if (!Objects.equals(settings, own)) {
                throw new PgException(
                        PgErrorCode.SCOPE_SETTINGS,
                        "the transacted scope began with " + named(settings) + ", and this step has " + named(own)
                                + (settings != null && own != null ? " of other names or values" : ""));
            }
            deadline = until;
            opened = true;
            return new Session(wanted, known, until, this);
        } finally {
            if (!opened) {
                turn.unlock();
            }
        }
    }

    private static String named(@Nullable MessageSettings settings) {
        return settings == null ? "no role and no settings" : "settings " + settings;
    }

    private void takeTurn(Deadline until) {
        try {
            if (turn.tryLock(Math.max(0, until.nanos() - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new PgException(
                PgErrorCode.TIMEOUT,
                "another step of the transacted scope was at work for " + until.timeoutMillis() + " ms");
    }

    private void requireUsable(Database wanted) {
        if (ended) {
            throw new PgException(
                    PgErrorCode.TRANSACTION_FAILED,
                    "the transacted scope has ended",
                    null,
                    "Steps that go on after their scope, in another thread for instance, are not part of it",
                    null);
        }
        PgException known = failure;
        if (known != null) {
            throw failed(known);
        }
        Database own = database;
        if (own != null && own != wanted) {
            throw new PgException(
                    PgErrorCode.SCOPE_CONNECTION,
                    "the transacted scope is on connection '"
                            + own.pool().profile().name() + "', and this step on '"
                            + wanted.pool().profile().name() + "'");
        }
    }

    private static PgException failed(PgException first) {
        return new PgException(
                PgErrorCode.TRANSACTION_FAILED,
                "a step of the transacted scope had failed before, and nothing of the scope is kept: " + first.code()
                        + " " + first.detail(),
                first.sqlState(),
                null,
                first);
    }

    void endTurn() {
        turn.unlock();
    }

    /** From here on, the scope can only be rolled back. */
    void doom(PgException first) {
        if (failure == null) {
            failure = first;
        }
    }

    private Conversation conversation() {
        Conversation known = conversation;
        if (known == null) {
            throw new IllegalStateException("no operation is at work in the scope");
        }
        return known;
    }

    /** For operations that begin a transaction of their own outside of scopes. */
    void begin() {
        if (!conversation().inTransaction()) {
            conversation().begin("READ WRITE");
        }
    }

    /** Work that may change something. */
    <T> T writing(Function<Unit, T> work) {
        Conversation talk = conversation();
        return watching(() -> work.apply(talk.inTransaction() ? talk.within() : Unit.BEGINNING));
    }

    <T> T watching(Supplier<T> work) {
        try {
            T result = work.get();
            written++;
            return result;
        } catch (PgException e) {
            noteFailure(e);
            throw e;
        }
    }

    /** As {@link Session#whole(Supplier)}. */
    <T> T whole(Supplier<T> work) {
        int before = written;
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            if (written != before) {
                doom(reason(e));
            }
            throw e;
        }
    }

    private static PgException reason(Throwable e) {
        return e instanceof PgException known
                ? known
                : new PgException(PgErrorCode.TRANSACTION_FAILED, "a step ended half-way");
    }

    private void noteFailure(PgException e) {
        if (conversation().transactionFailed()
                || conversation().isLost()
                || !conversation().inTransaction()) {
            failedInTransaction = failure == null && conversation().transactionFailed();
            doom(e);
        }
    }

    /** An operation undid what had failed, back to a savepoint of its own: the scope can go on. */
    void recovered() {
        Conversation talk = conversation();
        if (failedInTransaction && !talk.isLost() && talk.inTransaction() && !talk.transactionFailed()) {
            failure = null;
            failedInTransaction = false;
        }
    }

    <T> T reading(Session session, Function<Unit, T> work) {
        Conversation talk = conversation();
        boolean begins = !talk.inTransaction();
        try {
            return work.apply(begins ? Unit.BEGINNING_TO_READ : Unit.READING);
        } catch (PgException e) {
            recover(session, e);
            throw e;
        }
    }

    /** What was before a query is not lost by its failure. */
    private void recover(Session session, PgException e) {
        if (conversation().transactionFailed()) {
            rollBackToRead(session, e);
        }
        if (conversation().isLost()) {
            doom(e);
        }
    }

    private void endReading(Session session, PgException e) {
        if (conversation().inTransaction()) {
            rollBackToRead(session, e);
        }
        if (conversation().isLost() || !conversation().inTransaction()) {
            doom(e);
        }
    }

    private void rollBackToRead(Session session, PgException e) {
        if (conversation().isLost()) {
            return;
        }
        try {
            session.rollbackTo(Unit.READ);
        } catch (PgException second) {
            e.addSuppressed(second);
            doom(e);
        }
    }

    /** As {@link #reading}, for work that cannot be sent together with other statements. */
    <T> T readingStepwise(Session session, Supplier<T> work) {
        begin();
        session.command(Unit.SAVEPOINT + "; " + Unit.READS_ONLY);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException | Error e) {
            // whatever failed, here or at the server, nothing later is to be kept from writing
            endReading(session, reason(e));
            throw e;
        }
        session.command(Unit.RELEASE);
        return result;
    }

    /** A stream's next rows. */
    ResultCollector fetching(Session session, Supplier<ResultCollector> work) {
        takeTurn(Deadline.after(TimeUnit.MINUTES.toMillis(1)));
        try {
            if (ended) {
                throw new PgException(
                        PgErrorCode.STREAM_CLOSED, "the stream's transacted scope ended before the stream was read");
            }
            PgException known = failure;
            if (known != null) {
                throw failed(known);
            }
            return readingStepwise(session, work);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Keeps everything.
     *
     * @throws PgException PG-403 if a step had failed: nothing is kept then; PG-404 if nobody knows
     */
    public void commit() {
        finishWork();
        turn.lock();
        try {
            ended = true;
            PgException known = failure;
            Conversation talk = conversation;
            Database own = database;
            Deadline until = deadline;
            if (talk == null || own == null || until == null) {
                return;
            }
            if (known != null) {
                throw failed(known);
            }
            if (talk.inTransaction()) {
                LostCommit.guarded(own, talk, until.renewed());
            }
        } finally {
            release();
        }
    }

    /** Work that is part of the transaction, done when everything else is: where it fails, nothing is kept. */
    public void beforeCommit(Runnable work) {
        turn.lock();
        try {
            beforeCommit.add(work);
        } finally {
            turn.unlock();
        }
    }

    private void finishWork() {
        for (Runnable work : List.copyOf(beforeCommit)) {
            boolean done = false;
            try {
                work.run();
                done = true;
            } finally {
                if (!done) {
                    rollback();
                }
            }
        }
    }

    /**
     * Undoes what was done since a savepoint of an operation, whatever failed there, and work that waits for the commit with
     * it: the scope goes on from there.
     *
     * @return false where there is no transaction any more that could go on
     * @throws PgException where it could not be undone
     */
    public boolean rollbackTo(String savepoint, Deadline until) {
        takeTurn(until);
        try {
            Conversation talk = conversation;
            if (ended || talk == null || talk.isLost() || !talk.inTransaction()) {
                return false;
            }
            talk.rollbackTo(savepoint, until);
            beforeCommit.clear();
            failure = null;
            failedInTransaction = false;
            return true;
        } finally {
            turn.unlock();
        }
    }

    /** Keeps nothing. */
    public void rollback() {
        turn.lock();
        try {
            ended = true;
        } finally {
            release();
        }
    }

    /** A session stays with a stream that is read later; called in its turn. */
    void handedToStream(Session session) {
        streams.add(session);
    }

    private void release() {
        try {
            streams.forEach(Session::detach);
            Conversation talk = conversation;
            if (talk != null) {
                talk.lease().close();
            }
        } finally {
            turn.unlock();
        }
    }
}
