package io.camelpg.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a borrower waits for a server of which nothing is heard: no statement takes longer than its statement_timeout, so
 * the server, or the network before it, has gone by then. Whoever sets a timeout of his own is left with it. HikariCP puts
 * the connection's own back.
 */
final class NetworkDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkDeadline.class);

    /** What a server that is busy needs to notice that time is over, and to say so. */
    private static final long GRACE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Connection pooled;
    private final long statementMillis;
    private boolean ours;

    private NetworkDeadline(Connection pooled, long statementMillis, boolean ours) {
        this.pooled = pooled;
        this.statementMillis = statementMillis;
        this.ours = ours;
    }

    /** Where the connection has none, which is a socketTimeout, and its statements have. */
    static NetworkDeadline of(Lease lease) throws SQLException {
        long millis = lease.pool().profile().session().statementTimeout().toMillis();
        NetworkDeadline deadline = new NetworkDeadline(
                lease.pooled(), millis, millis > 0 && lease.connection().getNetworkTimeout() == 0);
        deadline.allow(1);
        return deadline;
    }

    /** The server answers several statements that are sent at once when the last one has ended. */
    void allow(long statements) throws SQLException {
        if (ours) {
            long millis = Math.min(Integer.MAX_VALUE, statements * statementMillis + GRACE_MILLIS);
            pooled.setNetworkTimeout(Runnable::run, (int) millis);
        }
    }

    /** After {@link #allow}; where the connection has been closed meanwhile, its user knows. */
    void allowOne() {
        try {
            allow(1);
        } catch (SQLException e) {
            LOG.debug("The connection has gone", e);
        }
    }

    /** The borrower has set one himself. */
    void leave() {
        ours = false;
    }

    /** How long statements take is not known any more. */
    void lift() throws SQLException {
        if (ours) {
            ours = false;
            pooled.setNetworkTimeout(Runnable::run, 0);
        }
    }

    /** Of a text that the borrower sends. */
    void look(String sql) throws SQLException {
        if (ours && sql.toLowerCase(Locale.ROOT).contains("statement_timeout")) {
            lift();
        }
    }

    /** At least as many as there are: a semicolon in a constant counts as well. */
    static long statements(String sql) {
        return 1 + sql.chars().filter(character -> character == ';').count();
    }
}
