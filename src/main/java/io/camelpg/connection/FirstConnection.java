package io.camelpg.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The connection whose isolation HikariCP (7.1) takes for that of its whole pool. Where it dies in that moment, with an
 * error of class 08, HikariCP believes that the driver knows no isolation, remembers none, and fails to set it on every
 * later connection: the pool would never lend one again. Of this one the error has another class, so HikariCP throws it
 * away and asks the next.
 */
final class FirstConnection implements InvocationHandler {
    private static final String SYSTEM_ERROR = "58000";

    private final BaseConnection connection;
    private final Runnable known;
    private volatile boolean told;

    private FirstConnection(BaseConnection connection, Runnable known) {
        this.connection = connection;
        this.known = known;
    }

    /** @param known called when HikariCP has been told the isolation */
    static Connection of(BaseConnection connection, Runnable known) {
        return (Connection) Proxy.newProxyInstance(
                FirstConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new FirstConnection(connection, known));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (!told && method.getName().equals("getTransactionIsolation")) {
            int isolation = isolation();
            told = true;
            known.run();
            return isolation;
        }
        // The driver's own would not say it of one that has died since.
        if (method.getName().equals("unwrap")
                && arguments != null
                && arguments[0] instanceof Class<?> type
                && type.isInstance(connection)) {
            return connection;
        }
        return BorrowedConnection.call(connection, method, arguments);
    }

    private int isolation() throws SQLException {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage(), SYSTEM_ERROR, e);
        }
    }
}
