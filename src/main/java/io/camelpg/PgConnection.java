package io.camelpg;

import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.JdbcParameters;
import io.camelpg.connection.PoolerMode;
import io.camelpg.connection.ResetPolicy;
import io.camelpg.connection.SessionSettings;
import io.camelpg.connection.TlsSettings;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import java.time.Duration;
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
public class PgConnection extends SshOptions {
    static final long STATEMENT_TIMEOUT_MILLIS = 30_000;

    @UriParam(defaultValue = "public", description = "The search path: schemas in order, comma separated")
    private String schema = "public";

    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "Deadline of a call where the endpoint has no timeout of its own")
    private long statementTimeout = STATEMENT_TIMEOUT_MILLIS;

    @UriParam(defaultValue = "camel-pg", description = "What pg_stat_activity shows as application_name")
    private @Nullable String applicationName;

    @UriParam(
            label = "advanced",
            defaultValue = "auto",
            enums = "auto,always",
            description = "When a returned connection is reset with DISCARD ALL: where a change was seen, or always")
    private String reset = "auto";

    @UriParam(
            label = "advanced",
            defaultValue = "none",
            enums = "none,transaction",
            description =
                    "What stands between here and the server: transaction for PgBouncer and the like in transaction"
                            + " mode, where nothing is left behind in a session")
    private String poolerMode = "none";

    @UriParam(
            label = "advanced",
            description = "Further properties of the driver, key=value joined by &; only those known to be harmless are"
                    + " allowed")
    private String jdbcParameters = "";

    /**
     * Checks everything together.
     *
     * @param name what the connection is called in logs, metrics and errors
     * @throws PgException PG-501 with all faults
     */
    ConnectionProfile profile(String name) {
        Problems problems = new Problems("connection '" + name + "'");
        ServiceDefaults.fill(this, System.getenv(), problems);
        check(problems);
        Words.positive(problems, "statement-timeout", statementTimeout);
        problems.require(
                Words.clean(schema) && Words.clean(getApplicationName()),
                "schema and application-name must not have control characters");
        TlsSettings tls = tls(problems);
        ResetPolicy policy = Words.of(problems, "reset", ResetPolicy.class, reset);
        PoolerMode pooler = Words.of(problems, "pooler-mode", PoolerMode.class, poolerMode);
        problems.require(
                pooler != PoolerMode.TRANSACTION || policy != ResetPolicy.ALWAYS,
                "reset=always cannot go with pooler-mode=transaction: DISCARD ALL would hit a session that is shared");
        Map<String, String> parameters = JdbcParameters.parse(jdbcParameters, problems);
        problems.throwIfAny();
        return new ConnectionProfile(
                name,
                servers(),
                databaseOrUser(),
                login(name),
                tls,
                new SessionSettings(
                        schema,
                        Duration.ofMillis(statementTimeout),
                        getApplicationName(),
                        policy == null ? ResetPolicy.AUTO : policy,
                        pooler == null ? PoolerMode.NONE : pooler),
                pool(),
                tunnel(),
                parameters);
    }

    public String getSchema() {
        return schema;
    }

    public void setSchema(String schema) {
        this.schema = schema;
    }

    public long getStatementTimeout() {
        return statementTimeout;
    }

    public void setStatementTimeout(long statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public String getApplicationName() {
        return applicationName == null ? "camel-pg" : applicationName;
    }

    boolean hasApplicationName() {
        return applicationName != null;
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

    public String getPoolerMode() {
        return poolerMode;
    }

    public void setPoolerMode(String poolerMode) {
        this.poolerMode = poolerMode;
    }

    public String getJdbcParameters() {
        return jdbcParameters;
    }

    public void setJdbcParameters(String jdbcParameters) {
        this.jdbcParameters = jdbcParameters;
    }

    @Override
    public String toString() {
        return "PgConnection[" + getHost() + ":" + getPort() + "/" + (getDatabase() == null ? "" : getDatabase()) + "]";
    }
}
