package io.camelpg.connection;

import io.camelpg.connection.Tunnel.Passage;
import io.camelpg.connection.tls.TlsFiles;
import io.camelpg.connection.tls.TlsHandshake;
import io.camelpg.connection.tls.TlsSocketFactory;
import io.camelpg.error.PgErrorCode;
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
 * Opens physical connections to the only server of a profile. Host, database, user and password reach the driver as they are; nothing a
 * user typed becomes part of a URL's parameters. Thread-safe.
 */
final class DriverConnections {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** To ask a tunnel's other end why it refuses, when the caller's own time is over. */
    private static final long OBSTACLE_NANOS = NANOS_PER_SECOND;

    private final ConnectionProfile profile;
    private final Driver driver = new Driver();
    private final String url;
    private final SslMode mode;
    /** Null where the mode never encrypts. */
    private final @Nullable TlsFiles certificates;
    /** The socket's read timeout once connected; 0 for none, since every call has its deadline. */
    private final int readMillis;

    private final @Nullable Passage passage;
    private final String passageKey;

    /** @param tunnelLost called when an open tunnel broke */
    DriverConnections(ConnectionProfile profile, Runnable tunnelLost) {
        this.profile = profile;
        Tunnel tunnel = profile.tunnel();
        this.passage = tunnel == null ? null : tunnel.to(profile.name(), profile.server(), tunnelLost);
        this.passageKey = passage == null ? "" : TunnelSocketFactory.register(passage);
        Server server = profile.server();
        this.url = "jdbc:postgresql://" + server + "/"
                + URLEncoder.encode(profile.database(), StandardCharsets.UTF_8).replace("+", "%20");
        this.mode = profile.tls().effectiveMode(server);
        this.certificates = mode == SslMode.DISABLE
                ? null
                : new TlsFiles(profile.name(), profile.tls().sources(server));
        this.readMillis = 1000
                * Integer.parseInt(profile.jdbcParameters().getOrDefault(PGProperty.SOCKET_TIMEOUT.getName(), "0"));
    }

    /**
     * Opens a connection, waiting at most so long, rounded up to seconds as the driver counts.
     *
     * @throws PgException PG-0nn that says which step failed
     */
    BaseConnection open(Login login, long patienceNanos) {
        Passage way = passage;
        if (way == null) {
            return openDirectly(login, patienceNanos);
        }
        long start = System.nanoTime();
        // Before the driver, which would wrap what is said of it.
        way.port(patienceNanos);
        try {
            return openDirectly(login, patienceNanos - (System.nanoTime() - start));
        } catch (PgException e) {
            String sqlState = e.sqlState();
            // The driver only saw that its socket was closed.
            PgException obstacle =
                    sqlState != null && sqlState.startsWith("08") && e.errorCode() != PgErrorCode.TLS_FAILED
                            ? way.obstacle(Math.max(OBSTACLE_NANOS, patienceNanos - (System.nanoTime() - start)))
                            : null;
            throw obstacle == null ? e : obstacle;
        }
    }

    /** Closes the tunnel, where there is one. */
    void close() {
        if (passage != null) {
            TunnelSocketFactory.forget(passageKey);
            passage.close();
        }
    }

    private BaseConnection openDirectly(Login login, long patienceNanos) {
        try (TlsHandshake handshake = certificates == null
                ? null
                : new TlsHandshake(certificates, profile.server().host())) {
            return open(login, patienceNanos, handshake);
        }
    }

    private BaseConnection open(Login login, long patienceNanos, @Nullable TlsHandshake handshake) {
        long start = System.nanoTime();
        int seconds = seconds(patienceNanos);
        try {
            BaseConnection connection = connect(login, mode, seconds, handshake);
            refuseUnencrypted(connection, handshake);
            return connection;
        } catch (SQLException e) {
            long elapsed = System.nanoTime() - start;
            TlsFailures failures = new TlsFailures(profile, login, e, handshake);
            if (mode == SslMode.PREFER && failures.areOfTls() && !demandsEncryption()) {
                try {
                    return connect(login, SslMode.DISABLE, seconds(patienceNanos - elapsed), null);
                } catch (SQLException unencrypted) {
                    e.addSuppressed(unencrypted);
                }
            }
            PgException ofTls = failures.translate();
            throw ofTls != null
                    ? ofTls
                    : ConnectFailures.translate(profile, e, elapsed, elapsed >= seconds * NANOS_PER_SECOND);
        }
    }

    private boolean demandsEncryption() {
        return mode.demandsEncryption() || (profile.tls().encryptionRequired() && !profile.isTunnelled());
    }

    private static int seconds(long nanos) {
        return (int) Math.max(1, (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
    }

    private BaseConnection connect(Login login, SslMode encryption, int seconds, @Nullable TlsHandshake handshake)
            throws SQLException {
        Properties properties = properties(login, seconds);
        // Certificates are verified by the handshake's own factory, in the modes that do: to the driver it is one mode.
        PGProperty.SSL_MODE.set(properties, (encryption.verifies() ? SslMode.REQUIRE : encryption).word());
        if (passage != null) {
            PGProperty.SOCKET_FACTORY.set(properties, TunnelSocketFactory.class.getName());
            PGProperty.SOCKET_FACTORY_ARG.set(properties, passageKey);
        }
        if (handshake != null) {
            PGProperty.SSL_FACTORY.set(properties, TlsSocketFactory.class.getName());
            PGProperty.SSL_FACTORY_ARG.set(properties, handshake.key());
        }
        Connection connection = DriverLoader.connect(driver, url, properties);
        if (connection == null) {
            throw new IllegalStateException("the driver does not accept its own URL");
        }
        connection.setNetworkTimeout(Runnable::run, readMillis);
        return (BaseConnection) connection;
    }

    /** Whatever the modes and the driver do: what must be encrypted is not handed out otherwise. */
    private void refuseUnencrypted(BaseConnection connection, @Nullable TlsHandshake handshake) {
        if (demandsEncryption() && (handshake == null || !handshake.isEncrypted())) {
            connection.getQueryExecutor().close();
            throw new PgException(
                    PgErrorCode.TLS_FAILED,
                    profile.where() + ": it was not encrypted, and the configuration demands that it is",
                    null,
                    "Set ssl-mode=require or stricter, and turn TLS on at the server (ssl = on)",
                    null);
        }
    }

    private Properties properties(Login login, int seconds) {
        Properties properties = new Properties();
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        profile.jdbcParameters().forEach(properties::setProperty);
        PGProperty.USER.set(properties, login.username());
        Secret password = login.password();
        // Without any, the driver would look into ~/.pgpass itself, whoever can read that file.
        PGProperty.PASSWORD.set(properties, password == null ? "" : password.reveal());
        PGProperty.CHANNEL_BINDING.set(
                properties, profile.tls().channelBinding().word());
        PGProperty.APPLICATION_NAME.set(properties, profile.session().applicationName());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        // Without it the driver's thread that logs in would read for ever from a server that accepts and says nothing.
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
        // Settings then travel with the start of the session, and DISCARD ALL goes back to them.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        // Transactions only read unless the statement's verb opens one that writes: see docs/decisions/0002.
        if (profile.session().ofTransactions()) {
            // A pooler knows neither; what a transaction needs is said when it begins.
            PGProperty.PREPARE_THRESHOLD.set(properties, 0);
            return properties;
        }
        PGProperty.CURRENT_SCHEMA.set(properties, profile.session().searchPath());
        PGProperty.OPTIONS.set(
                properties,
                "-c default_transaction_read_only=on -c statement_timeout="
                        + profile.session().statementTimeout().toMillis());
        return properties;
    }
}
