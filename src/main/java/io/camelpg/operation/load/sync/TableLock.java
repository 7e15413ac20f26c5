package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.load.FittedTable;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.TableCheck;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;

/**
 * Holds a table for one writer until the end of its transaction, while everybody goes on to read it ("Explicit Locking" in
 * PostgreSQL's manual, SHARE ROW EXCLUSIVE), and makes sure that it is what is known of it.
 */
final class TableLock {
    private static final String GONE = "42P01";

    private TableLock() {}

    /**
     * Begins the transaction, too.
     *
     * @throws PgException PG-216 where another writer held the table until the deadline
     */
    static LoadTarget take(Session session, KnownTables<LoadTarget> tables) {
        boolean known = tables.knows(session);
        LoadTarget target = tables.get(session);
        session.begin("READ WRITE");
        try {
            lock(session, target);
        } catch (PgException e) {
            if (!known || session.joined() || !GONE.equals(e.sqlState())) {
                throw e;
            }
            session.rollback();
            target = tables.renewed(session);
            session.begin("READ WRITE");
            lock(session, target);
        }
        return TableCheck.isCurrent(session, target) ? target : tables.renewed(session);
    }

    /** As the other one, within the open transaction, of a table that may not be there, or not fit for the rows seen. */
    static LoadTarget take(Session session, FittedTable table) {
        table.fit(true);
        lock(session, table.get());
        if (!TableCheck.isCurrent(session, table.get()) && table.renew()) {
            table.fit(true);
        }
        return table.get();
    }

    private static void lock(Session session, LoadTarget target) {
        TableName table =
                new TableName(target.relation().schema(), target.relation().name());
        session.renewDeadline();
        try {
            session.run("LOCK TABLE " + target.quoted() + " IN SHARE ROW EXCLUSIVE MODE");
        } catch (PgException e) {
            if (e.errorCode() == PgErrorCode.TIMEOUT) {
                throw new PgException(
                        PgErrorCode.LOCK_NOT_AVAILABLE,
                        "another writer held " + table + " until the deadline of "
                                + target.plan().timeoutMillis() + " ms",
                        e.sqlState(),
                        "Only one load at a time writes a table: wait for the other one, or raise 'timeout'",
                        e);
            }
            if (e.errorCode() == PgErrorCode.PERMISSION_DENIED) {
                throw new PgException(
                        e.errorCode(),
                        e.detail(),
                        e.sqlState(),
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO the user",
                        e);
            }
            throw e;
        }
    }
}
