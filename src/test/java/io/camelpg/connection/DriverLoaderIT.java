package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.tls.PemSource;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TlsPostgres;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** TLS where the driver is above the application, as in an application server, and cannot see our classes. */
class DriverLoaderIT {
    private static URL[] jars(Predicate<String> wanted) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(wanted)
                .map(DriverLoaderIT::url)
                .toArray(URL[]::new);
    }

    private static URL url(String file) {
        try {
            return new File(file).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isDriver(String jar) {
        return new File(jar).getName().matches("postgresql-\\d.*\\.jar");
    }

    @Test
    void theDriverFindsWhatItCannotSee() throws Exception {
        TestCertificate authority = TestCertificate.authority("Root");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (TlsPostgres server = TlsPostgres.started(authority.issue("server", "dns:localhost"), authority);
                URLClassLoader above =
                        new URLClassLoader(jars(DriverLoaderIT::isDriver), ClassLoader.getPlatformClassLoader());
                URLClassLoader application = new URLClassLoader(jars(jar -> !isDriver(jar)), above)) {
            assertThat(above.getURLs()).hasSize(1);
            thread.setContextClassLoader(above);
            Class<?> there = application.loadClass(Application.class.getName());
            assertThat(there).isNotSameAs(Application.class);
            Object encrypted =
                    there.getMethod("encrypted", int.class, String.class).invoke(null, server.port(), authority.pem());
            assertThat(encrypted).isEqualTo(true);
            assertThat(thread.getContextClassLoader()).isSameAs(above);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Runs in the application's class loader. */
    public static final class Application {
        private Application() {}

        public static boolean encrypted(int port, String rootCert) throws SQLException {
            ConnectionProfile profile = new ConnectionProfile(
                    "crm",
                    new Server("localhost", port),
                    "postgres",
                    new Login("tlsonly", null),
                    new TlsSettings(
                            SslMode.VERIFY_FULL,
                            new PemSource(rootCert),
                            null,
                            null,
                            null,
                            ChannelBinding.PREFER,
                            true),
                    new SessionSettings("public", Duration.ofSeconds(30), "loaded", ResetPolicy.AUTO, PoolerMode.NONE),
                    new PoolSettings(2, Duration.ofSeconds(30), Duration.ofMinutes(5)),
                    null,
                    Map.of());
            try (ConnectionPool pool = new ConnectionPool(profile);
                    Connection connection = new PooledDataSource("crm", () -> pool, sql -> false).getConnection();
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
