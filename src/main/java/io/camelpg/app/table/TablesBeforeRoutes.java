package io.camelpg.app.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing tables before the first route starts. While the database cannot be reached the application runs without,
 * and a thread creates them as soon as it can.
 */
public final class TablesBeforeRoutes extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(TablesBeforeRoutes.class);
    private static final Path FOLDER = Path.of("routes/sql/tables");
    private static final long PAUSE_MILLIS = 1000;

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        main.getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
            private @Nullable Thread later;

            @Override
            public void onContextInitialized(CamelContext context) {
                later = createTables(context);
            }

            @Override
            public void onContextStopping(CamelContext context) {
                if (later != null) {
                    later.interrupt();
                }
            }
        });
    }

    /** @return what creates them as soon as the database is there, or null where they are there */
    private static @Nullable Thread createTables(CamelContext context) {
        DataSource database = context.getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
        try {
            Tables tables = new Tables(FOLDER);
            try {
                tables.create(database);
                return null;
            } catch (SQLTransientException e) {
                LOG.warn(
                        "The tables of the routes, and what runs by the clock, wait for the database: {}",
                        e.getMessage());
                return createLater(tables, database);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new TablesMissingException(e);
        }
    }

    private static Thread createLater(Tables tables, DataSource database) {
        Thread thread = new Thread(
                () -> {
                    boolean waiting = true;
                    while (waiting) {
                        try {
                            Thread.sleep(PAUSE_MILLIS);
                            tables.create(database);
                            waiting = false;
                        } catch (SQLTransientException e) {
                            LOG.debug("Not yet", e);
                        } catch (SQLException e) {
                            // somebody has to do something about it, and may do so while this runs
                            LOG.error("{}", e.getMessage());
                        } catch (InterruptedException e) {
                            waiting = false;
                        }
                    }
                },
                "tables");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Its message says which table it is, and what to do. */
    public static final class TablesMissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TablesMissingException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
