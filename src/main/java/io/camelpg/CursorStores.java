package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.extract.CursorStore;
import io.camelpg.operation.extract.TableCursorStore;
import io.camelpg.session.Database;
import io.camelpg.sql.TableName;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The option {@code cursorStore}: a table, a table of another connection ({@code table@connection}), or a bean. */
final class CursorStores {
    private static final String TABLE = "camel_pg_cursor";

    private CursorStores() {}

    /**
     * Where an endpoint keeps its position; null where it has none.
     *
     * @param clients whether each client has a position
     * @throws PgException PG-501, PG-503 or PG-220 where the option names nothing of the kind
     */
    static @Nullable CursorStore of(
            PgComponent component, PgConfiguration options, long timeoutMillis, boolean clients) {
        if (!ExtractOptions.isIncremental(options)) {
            return null;
        }
        CursorStore store = of(component, options, timeoutMillis);
        return clients ? new PerClientCursorStore(store) : store;
    }

    private static CursorStore of(PgComponent component, PgConfiguration options, long timeoutMillis) {
        String option = options.getCursorStore() == null ? TABLE : options.getCursorStore();
        if (option.startsWith("#")) {
            return bean(component, option.replaceFirst("^#(bean:)?", ""));
        }
        int at = option.lastIndexOf('@');
        TableName table = TableName.parse(at < 0 ? option : option.substring(0, at));
        return new TableCursorStore(table, at < 0 ? null : other(component, option.substring(at + 1)), timeoutMillis);
    }

    private static CursorStore bean(PgComponent component, String name) {
        Object bean = component.getCamelContext().getRegistry().lookupByName(name);
        if (bean instanceof PgCursorStore store) {
            return new BeanCursorStore(store);
        }
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION,
                "cursorStore=#" + name + ": the registry has no " + PgCursorStore.class.getName() + " of that name");
    }

    private static Supplier<Database> other(PgComponent component, String connection) {
        ConnectionHandle handle = component.connections().get(connection);
        return handle::database;
    }
}
