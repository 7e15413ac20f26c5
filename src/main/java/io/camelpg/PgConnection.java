package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.JdbcParameters;
import io.camelpg.connection.ResetPolicy;
import io.camelpg.connection.Secret;
import io.camelpg.connection.SslMode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * A connection as configured: the component's own, or a bean that endpoints name with {@code connection=}. A bean with
 * setters, read once when it is first used.
 */
@UriParams
@Configurer
public class PgConnection {
    @UriParam(defaultValue = "localhost", description = "Host name or address of the server")
    private String host = "localhost";

    @UriParam(defaultValue = "5432", description = "Port of the server")
    private int port = 5432;

    @UriParam(description = "Database; defaults to the user's name, as libpq does")
    private @Nullable String database;

    @UriParam(label = "security", secret = true, description = "User to connect as")
    private @Nullable String username;

    @UriParam(label = "security", secret = true, description = "The user's password")
    private @Nullable String password;

    @UriParam(
            label = "security",
            enums = "disable,allow,prefer,require,verify-ca,verify-full",
            description =
                    "Whether and how strictly the connection is encrypted, with libpq's meaning. Defaults to prefer on"
                            + " loopback and to require elsewhere; use verify-full in production")
    private @Nullable String sslMode;

    @UriParam(label = "security", description = "File with the certificates that may sign the server's, PEM")
    private @Nullable String sslRootCert;

    @UriParam(label = "security", description = "File with the client's certificate, PEM")
    private @Nullable String sslCert;

    @UriParam(label = "security", description = "File with the client's key, PKCS#8")
    private @Nullable String sslKey;

    @UriParam(defaultValue = "public", description = "The search path: schemas in order, comma separated")
    private String schema = "public";

    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "How long to wait for the server to accept a connection, and for a free one in the pool")
    private long connectTimeout = 30_000;

    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "Deadline of a call where the endpoint has no timeout of its own")
    private long statementTimeout = 30_000;

    @UriParam(defaultValue = "10", description = "How many connections the pool may open")
    private int maxConnections = 10;

    @UriParam(
            defaultValue = "300s",
            javaType = "java.time.Duration",
            description = "How long an unused connection stays open")
    private long idleTimeout = 300_000;

    @UriParam(defaultValue = "camel-pg", description = "What pg_stat_activity shows as application_name")
    private String applicationName = "camel-pg";

    @UriParam(
            label = "advanced",
            defaultValue = "auto",
            enums = "auto,always",
            description = "When a returned connection is reset with DISCARD ALL: where a change was seen, or always")
    private String reset = "auto";

    @UriParam(
            label = "advanced",
            description = "Further properties of the driver, key=value joined by &; only those known to be harmless are"
                    + " allowed")
    private String jdbcParameters = "";

    @UriParam(
            label = "advanced",
            defaultValue = "false",
            description = "Whether a named connection is bound in the registry as a DataSource <name>DataSource")
    private boolean exposeDataSource;

    /**
     * Checks everything together.
     *
     * @param name what the connection is called in logs, metrics and errors
     * @throws PgException PG-501 with all faults
     */
    ConnectionProfile profile(String name) {
        Problems problems = new Problems("connection '" + name + "'");
        problems.require(!host.isBlank(), "host is empty");
        problems.require(
                host.matches("[A-Za-z0-9._%:\\[\\]-]*"), "host is not the name or the address of a single server");
        problems.require(port > 0 && port < 65536, "port must be from 1 to 65535, not " + port);
        problems.require(username != null && !username.isBlank(), "username is not set");
        problems.require(maxConnections > 0, "max-connections must be at least 1, not " + maxConnections);
        positive(problems, "connect-timeout", connectTimeout);
        positive(problems, "statement-timeout", statementTimeout);
        problems.require(idleTimeout == 0 || idleTimeout >= 10_000, "idle-timeout must be 0 (never) or at least 10s");
        problems.require(
                clean(schema) && clean(applicationName),
                "schema and application-name must not have control characters");
        SslMode mode = word(problems, "ssl-mode", SslMode.class, sslMode);
        ResetPolicy policy = word(problems, "reset", ResetPolicy.class, reset);
        Map<String, String> parameters = JdbcParameters.parse(jdbcParameters, problems);
        problems.throwIfAny();
        String user = username == null ? "" : username;
        return new ConnectionProfile(
                name,
                host,
                port,
                database == null || database.isBlank() ? user : database,
                user,
                Secret.of(password),
                mode,
                sslRootCert,
                sslCert,
                sslKey,
                schema,
                Duration.ofMillis(connectTimeout),
                Duration.ofMillis(statementTimeout),
                maxConnections,
                Duration.ofMillis(idleTimeout),
                applicationName,
                policy == null ? ResetPolicy.AUTO : policy,
                parameters);
    }

    private static void positive(Problems problems, String option, long millis) {
        problems.require(
                millis > 0 && millis <= Integer.MAX_VALUE,
                option + " must be from 1ms to 24 days, not " + millis + " ms");
    }

    private static boolean clean(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static <E extends Enum<E>> @Nullable E word(
            Problems problems, String option, Class<E> type, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (spelled(constant).equals(value.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(PgConnection::spelled)
                        .toList());
        problems.add(option + " must be one of " + known + ", not '" + value + "'");
        return null;
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable String database) {
        this.database = database;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getSslMode() {
        return sslMode;
    }

    public void setSslMode(@Nullable String sslMode) {
        this.sslMode = sslMode;
    }

    public @Nullable String getSslRootCert() {
        return sslRootCert;
    }

    public void setSslRootCert(@Nullable String sslRootCert) {
        this.sslRootCert = sslRootCert;
    }

    public @Nullable String getSslCert() {
        return sslCert;
    }

    public void setSslCert(@Nullable String sslCert) {
        this.sslCert = sslCert;
    }

    public @Nullable String getSslKey() {
        return sslKey;
    }

    public void setSslKey(@Nullable String sslKey) {
        this.sslKey = sslKey;
    }

    public String getSchema() {
        return schema;
    }

    public void setSchema(String schema) {
        this.schema = schema;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getStatementTimeout() {
        return statementTimeout;
    }

    public void setStatementTimeout(long statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public String getApplicationName() {
        return applicationName;
    }

    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

    public String getReset() {
        return reset;
    }

    public void setReset(String reset) {
        this.reset = reset;
    }

    public String getJdbcParameters() {
        return jdbcParameters;
    }

    public void setJdbcParameters(String jdbcParameters) {
        this.jdbcParameters = jdbcParameters;
    }

    public boolean isExposeDataSource() {
        return exposeDataSource;
    }

    public void setExposeDataSource(boolean exposeDataSource) {
        this.exposeDataSource = exposeDataSource;
    }

    @Override
    public String toString() {
        return "PgConnection[" + host + ":" + port + "/" + (database == null ? "" : database) + "]";
    }
}
