package io.camelpg.connection;

import io.camelpg.connection.tls.TlsSocketFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Lets the driver find our class by its name. It asks its own class loader and then the thread's; where an application
 * server has the driver above the applications, neither need be ours.
 */
final class DriverLoader {
    private static final ClassLoader OURS = TlsSocketFactory.class.getClassLoader();

    private DriverLoader() {}

    static @Nullable Connection connect(Driver driver, String url, Properties properties) throws SQLException {
        if (OURS == Driver.class.getClassLoader()) {
            return driver.connect(url, properties);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OURS);
        try {
            // the driver's own thread, on which it connects, starts with the class loader of this one
            return driver.connect(url, properties);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
