package io.camelpg.session;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.QueryExecutor;

/** A COPY … FROM STDIN, whose source writes to the server as it goes. */
final class CopyIntoTable implements Conversation.Call {
    private final QueryExecutor executor;
    private final String sql;
    private final Session.CopySource source;
    private long rows;

    CopyIntoTable(QueryExecutor executor, String sql, Session.CopySource source) {
        this.executor = executor;
        this.sql = sql;
        this.source = source;
    }

    /** How many the server took. */
    long rows() {
        return rows;
    }

    @Override
    public void run() throws SQLException {
        if (!(executor.startCopy(sql, true) instanceof CopyIn copy)) {
            throw new IllegalStateException("not a COPY from the client");
        }
        try {
            source.writeTo((data, length) -> write(copy, data, length));
            rows = copy.endCopy();
        } catch (Unwritten e) {
            throw e.failure;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void write(CopyIn copy, byte[] data, int length) {
        try {
            copy.writeToCopy(data, 0, length);
        } catch (SQLException e) {
            throw new Unwritten(e);
        }
    }

    private static final class Unwritten extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SQLException failure;

        Unwritten(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
