package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a transaction whose COMMIT was not answered: {@code txid_status()} on another connection
 * ("Transaction ID and Snapshot Information Functions" in PostgreSQL's manual) says so, as long as the server remembers.
 */
final class LostCommit {
    private static final Logger LOG = LoggerFactory.getLogger(LostCommit.class);
    private static final int INT8 = 20;
    private static final PgType BIGINT = TypeCatalog.builtIn().get(INT8);
    private static final int TEXT = 25;
    private static final PgType STRING = TypeCatalog.builtIn().get(TEXT);
    private static final StatementPlan STATUS = StatementPlan.system(TransactionMark.STATUS, BIGINT, STRING, STRING);
    private static final long MAX_MILLIS = 30_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private LostCommit() {}

    /** Commits; the connection is given back where it broke. */
    static void guarded(Database database, Conversation conversation, Deadline deadline) {
        TransactionMark mark = conversation.mark();
        try {
            conversation.commit(deadline);
        } catch (PgException e) {
            // Of a commit that is there and not where it should be, the server would only say that it is there.
            boolean lost = e.errorCode() == PgErrorCode.OUTCOME_UNKNOWN && !Replication.WARNING.equals(e.sqlState());
            if (!lost || mark == null) {
                throw e;
            }
            // The pool may have no other.
            conversation.lease().close();
            resolve(database, mark, Math.min(MAX_MILLIS, deadline.timeoutMillis()), e);
        }
    }

    private static void resolve(Database database, TransactionMark mark, long patienceMillis, PgException lost) {
        Deadline until = Deadline.after(patienceMillis);
        PgException trouble = lost;
        while (!until.isOver()) {
            try (Session session = database.open(until)) {
                String status = status(session, mark);
                if ("committed".equals(status)) {
                    LOG.info("A COMMIT was not answered, and the server says that it took place");
                    return;
                }
                if ("aborted".equals(status)) {
                    throw new PgException(
                            PgErrorCode.COMMIT_ABORTED,
                            "the connection broke before the server had confirmed the COMMIT, and the server says that"
                                    + " nothing was kept",
                            lost.sqlState(),
                            null,
                            lost);
                }
                if (status == null) {
                    break;
                }
            } catch (PgException e) {
                if (e.errorCode() == PgErrorCode.COMMIT_ABORTED
                        || e.errorCode() == PgErrorCode.CONNECTION_CLOSED
                        || !e.retryable()) {
                    throw e.errorCode() == PgErrorCode.COMMIT_ABORTED ? e : lost;
                }
                trouble = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (trouble != lost) {
            lost.addSuppressed(trouble);
        }
        throw lost;
    }

    /** Null where the server does not know any more. */
    private static @Nullable String status(Session session, TransactionMark mark) {
        List<@Nullable Object[]> rows = session.rows(STATUS, mark.values());
        Object status = rows.isEmpty() ? null : rows.get(0)[0];
        return status == null ? null : status.toString();
    }
}
