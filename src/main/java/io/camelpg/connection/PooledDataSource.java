package io.camelpg.connection;

import io.camelpg.error.PgException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool as others know it: {@code jdbc:}, {@code sql:}, Quartz and whatever else takes a {@link DataSource} borrow from
 * the same connections. What is borrowed here may write, has the profile's statement-timeout, and goes back clean.
 * Thread-safe.
 */
public final class PooledDataSource implements DataSource {
    private static final String CONNECTION_FAILURE = "08006";

    private final String name;
    private final Supplier<ConnectionPool> pool;
    private final Predicate<String> changesSession;

    /**
     * @param name of the connection, for logs
     * @param pool asked at each borrowing, so that nothing is opened or checked before somebody borrows
     * @param changesSession whether a SQL text leaves something in the session that the next borrower must not find
     */
    public PooledDataSource(String name, Supplier<ConnectionPool> pool, Predicate<String> changesSession) {
        this.name = name;
        this.pool = pool;
        this.changesSession = changesSession;
    }

    /** Waits at most connect-timeout; the exception's cause is the {@link PgException} with its code. */
    @Override
    public Connection getConnection() throws SQLException {
        Lease lease;
        long deadline;
        try {
            ConnectionPool lender = pool.get();
            deadline =
                    System.nanoTime() + lender.profile().pool().connectTimeout().toNanos();
            lease = lender.lease(deadline);
        } catch (PgException e) {
            throw e.retryable()
                    ? new SQLTransientConnectionException(e.getMessage(), e.sqlState(), e)
                    : new SQLNonTransientConnectionException(e.getMessage(), e.sqlState(), e);
        }
        try {
            prepare(lease, deadline);
            return BorrowedConnection.of(lease, changesSession);
        } catch (SQLException e) {
            lease.markBroken();
            lease.close();
            throw e;
        }
    }

    private static void prepare(Lease lease, long deadlineNanos) throws SQLException {
        List<String> settings = settings(lease);
        if (settings.isEmpty()) {
            return;
        }
        boolean ended;
        lease.begin(deadlineNanos);
        try {
            for (String setting : settings) {
                lease.connection().execSQLUpdate(setting);
            }
        } finally {
            ended = lease.end();
        }
        if (ended) {
            throw new SQLTransientConnectionException(
                    lease.pool() + ": the connection did not get ready within connect-timeout", CONNECTION_FAILURE);
        }
        lease.session().statementTimeoutMillis(statementTimeout(lease));
    }

    /** Sessions start read-only (docs/decisions/0002), and below PostgreSQL 14 they do not report whether they still are. */
    private static List<String> settings(Lease lease) {
        List<String> settings = new ArrayList<>();
        if (!"off".equals(lease.connection().getParameterStatus("default_transaction_read_only"))) {
            settings.add("SET default_transaction_read_only = off");
        }
        if (lease.session().statementTimeoutMillis() != statementTimeout(lease)) {
            settings.add("SET statement_timeout = " + statementTimeout(lease));
        }
        return settings;
    }

    private static long statementTimeout(Lease lease) {
        return lease.pool().profile().session().statementTimeout().toMillis();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user of " + this + " connects, no other");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // Logging goes through SLF4J.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The connection's connect-timeout holds.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logging goes through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(this + " is no " + type.getName() + " and wraps none");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Without address and credentials. */
    @Override
    public String toString() {
        return "DataSource of connection '" + name + "'";
    }
}
