package io.camelpg.connection;

import io.camelpg.error.PgException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
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
        try {
            ConnectionPool lender = pool.get();
            lease = lender.lease(
                    System.nanoTime() + lender.profile().pool().connectTimeout().toNanos());
        } catch (PgException e) {
            throw e.retryable()
                    ? new SQLTransientConnectionException(e.getMessage(), e.sqlState(), e)
                    : new SQLNonTransientConnectionException(e.getMessage(), e.sqlState(), e);
        }
        try {
            prepare(lease);
            return BorrowedConnection.of(lease, changesSession);
        } catch (SQLException e) {
            lease.markBroken();
            lease.close();
            throw e;
        }
    }

    /** Sessions start read-only (docs/decisions/0002), and below PostgreSQL 14 they do not report whether they still are. */
    private static void prepare(Lease lease) throws SQLException {
        SessionState session = lease.session();
        if (!"off".equals(session.connection().getParameterStatus("default_transaction_read_only"))) {
            session.connection().execSQLUpdate("SET default_transaction_read_only = off");
        }
        long timeout = lease.pool().profile().session().statementTimeout().toMillis();
        if (session.statementTimeoutMillis() != timeout) {
            session.connection().execSQLUpdate("SET statement_timeout = " + timeout);
            session.statementTimeoutMillis(timeout);
        }
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
