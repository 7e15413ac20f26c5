package io.camelpg.connection;

import io.camelpg.error.PgException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/**
 * Opens physical connections of one profile. Host, database, user and password reach the driver as they are; nothing a
 * user typed becomes part of a URL's parameters. Thread-safe.
 */
final class DriverConnections {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ConnectionProfile profile;
    private final Driver driver = new Driver();
    private final String url;
    /** The socket's read timeout once connected; 0 for none, since every call has its deadline. */
    private final int readMillis;

    DriverConnections(ConnectionProfile profile) {
        this.profile = profile;
        Server server = profile.server();
        String host = server.host().contains(":") && !server.host().startsWith("[")
                ? "[" + server.host() + "]"
                : server.host();
        this.url = "jdbc:postgresql://" + host + ":" + server.port() + "/"
                + URLEncoder.encode(profile.database(), StandardCharsets.UTF_8).replace("+", "%20");
        this.readMillis = 1000
                * Integer.parseInt(profile.jdbcParameters().getOrDefault(PGProperty.SOCKET_TIMEOUT.getName(), "0"));
    }

    /**
     * Opens a connection, waiting at most so long, rounded up to seconds as the driver counts.
     *
     * @throws PgException PG-0nn that says which step failed
     */
    BaseConnection open(long patienceNanos) {
        long start = System.nanoTime();
        int seconds = (int) Math.max(1, (patienceNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        Connection connection;
        try {
            connection = driver.connect(url, properties(seconds));
            if (connection == null) {
                throw new IllegalStateException("the driver does not accept its own URL");
            }
            connection.setNetworkTimeout(Runnable::run, readMillis);
        } catch (SQLException e) {
            long elapsed = System.nanoTime() - start;
            throw ConnectFailures.translate(profile, e, elapsed, elapsed >= seconds * NANOS_PER_SECOND);
        }
        return (BaseConnection) connection;
    }

    private Properties properties(int seconds) {
        Properties properties = new Properties();
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        profile.jdbcParameters().forEach(properties::setProperty);
        PGProperty.USER.set(properties, profile.login().username());
        Secret password = profile.login().password();
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password.reveal());
        }
        TlsSettings tls = profile.tls();
        PGProperty.SSL_MODE.set(properties, tls.effectiveMode(profile.server()).word());
        set(properties, PGProperty.SSL_ROOT_CERT, tls.rootCert());
        set(properties, PGProperty.SSL_CERT, tls.cert());
        set(properties, PGProperty.SSL_KEY, tls.key());
        PGProperty.CURRENT_SCHEMA.set(properties, profile.session().searchPath());
        PGProperty.APPLICATION_NAME.set(properties, profile.session().applicationName());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        // Without it the driver's thread that logs in would read for ever from a server that accepts and says nothing.
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
        // Settings then travel with the start of the session, and DISCARD ALL goes back to them.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        // Transactions only read unless the statement's verb opens one that writes: see docs/decisions/0002.
        PGProperty.OPTIONS.set(
                properties,
                "-c default_transaction_read_only=on -c statement_timeout="
                        + profile.session().statementTimeout().toMillis());
        return properties;
    }

    private static void set(Properties properties, PGProperty property, @Nullable String value) {
        if (value != null) {
            property.set(properties, value);
        }
    }
}
