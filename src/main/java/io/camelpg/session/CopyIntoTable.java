package io.camelpg.session;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.QueryExecutor;

/**
 * A COPY … FROM STDIN, whose source writes to the server as it goes. Where the source fails, the server is told so, and the
 * connection goes on.
 */
final class CopyIntoTable implements Conversation.Call {
    private final QueryExecutor executor;
    private final String sql;
    private final Session.CopySource source;
    private final CopyPlace place;
    private long rows;
    private @Nullable RuntimeException failure;

    CopyIntoTable(QueryExecutor executor, String sql, Session.CopySource source, CopyPlace place) {
        this.executor = executor;
        this.sql = sql;
        this.source = source;
        this.place = place;
    }

    /** How many the server took; or what the source failed with. */
    long rows() {
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    @Override
    public void run() throws SQLException {
        try {
            if (!(executor.startCopy(sql, true) instanceof CopyIn copy)) {
                throw new IllegalStateException("not a COPY from the client");
            }
            copy(copy);
        } catch (SQLException e) {
            place.note(e);
            throw e;
        }
    }

    private void copy(CopyIn copy) throws SQLException {
        try {
            source.writeTo((data, offset, length) -> write(copy, data, offset, length));
            rows = copy.endCopy();
        } catch (Unwritten e) {
            throw e.failure;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void write(CopyIn copy, byte[] data, int offset, int length) {
        try {
            copy.writeToCopy(data, offset, length);
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
