package io.camelpg.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/**
 * The connection whose isolation HikariCP (7.1) takes for that of its whole pool. Where it dies in that moment, with an
 * error of class 08, HikariCP believes that the driver knows no isolation, remembers none, and fails to set it on every
 * later connection: the pool would never lend one again. Of this one the error has another class, so HikariCP throws it
 * away and asks the next.
 */
final class FirstConnection {
    private static final String SYSTEM_ERROR = "58000";

    private FirstConnection() {}

    /** @param known called when HikariCP has been told the isolation */
    static Connection of(BaseConnection connection, Runnable known) {
        return (Connection) Proxy.newProxyInstance(
                FirstConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("getTransactionIsolation")) {
                        int isolation = isolation(connection);
                        known.run();
                        return isolation;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private static int isolation(Connection connection) throws SQLException {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage(), SYSTEM_ERROR, e);
        }
    }
}
