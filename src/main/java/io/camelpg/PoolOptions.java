package io.camelpg;

import io.camelpg.connection.PoolSettings;
import io.camelpg.error.Problems;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How many connections there are, and who gets them. See {@link PgConnection}. */
@UriParams
public abstract class PoolOptions extends TlsOptions {
    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "How long to wait for the server to accept a connection, and for a free one in the pool")
    private long connectTimeout = 30_000;

    @UriParam(defaultValue = "10", description = "How many connections the pool may open")
    private int maxConnections = 10;

    @UriParam(
            defaultValue = "300s",
            javaType = "java.time.Duration",
            description = "How long an unused connection stays open")
    private long idleTimeout = 300_000;

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether a connection is opened when the application has started, where a route uses it, to say"
                            + " in the log what is wrong with it; else with the first message")
    private boolean testConnectionOnStartup = true;

    @UriParam(
            label = "advanced",
            defaultValue = "false",
            description = "Whether a named connection is bound in the registry as a DataSource: crm as crmDataSource")
    private boolean exposeDataSource;

    @Override
    void check(Problems problems) {
        super.check(problems);
        problems.require(maxConnections > 0, "max-connections must be at least 1, not " + maxConnections);
        Words.positive(problems, "connect-timeout", connectTimeout);
        problems.require(idleTimeout == 0 || idleTimeout >= 10_000, "idle-timeout must be 0 (never) or at least 10s");
    }

    PoolSettings pool() {
        return new PoolSettings(maxConnections, Duration.ofMillis(connectTimeout), Duration.ofMillis(idleTimeout));
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public boolean isTestConnectionOnStartup() {
        return testConnectionOnStartup;
    }

    public void setTestConnectionOnStartup(boolean testConnectionOnStartup) {
        this.testConnectionOnStartup = testConnectionOnStartup;
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

    public boolean isExposeDataSource() {
        return exposeDataSource;
    }

    public void setExposeDataSource(boolean exposeDataSource) {
        this.exposeDataSource = exposeDataSource;
    }
}
