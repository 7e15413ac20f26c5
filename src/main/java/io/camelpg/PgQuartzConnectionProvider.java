package io.camelpg;

import io.camelpg.error.PgException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.quartz.utils.ConnectionProvider;

/**
 * Lets Quartz's job store borrow from the pool of a {@code pg} connection, instead of opening one of its own. Quartz makes
 * it from its properties ("Configure DataSources" in its documentation):
 *
 * <pre>
 * org.quartz.dataSource.pg.connectionProvider.class = io.camelpg.PgQuartzConnectionProvider
 * org.quartz.dataSource.pg.connection = crm
 * org.quartz.dataSource.pg.context = orders
 * </pre>
 *
 * The last two are optional: without {@code connection} it is the component's own one, without {@code context} the Camel
 * context of this JVM. Nothing is looked up before the first connection is borrowed, so Quartz may be configured before
 * Camel is. Thread-safe once it is configured.
 */
public final class PgQuartzConnectionProvider implements ConnectionProvider {
    private @Nullable String connection;
    private @Nullable String context;

    /** Name of a connection bean. Defaults to the component's own connection. */
    public void setConnection(String connection) {
        this.connection = connection;
    }

    /** Name of the Camel context, where there are several in the JVM. */
    public void setContext(String context) {
        this.context = context;
    }

    /**
     * @throws SQLException where none can be had; its cause is the {@link PgException}, PG-505 where the context and PG-503
     *     where the connection is not known
     */
    @Override
    public Connection getConnection() throws SQLException {
        try {
            return RunningContexts.component(context, "Quartz, with org.quartz.dataSource.<name>.context,")
                    .dataSource(connection)
                    .getConnection();
        } catch (PgException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), e.sqlState(), e);
        }
    }

    @Override
    public void initialize() {
        // The pool opens what it needs when it is needed.
    }

    @Override
    public void shutdown() {
        // The pool belongs to the component, which closes it.
    }
}
