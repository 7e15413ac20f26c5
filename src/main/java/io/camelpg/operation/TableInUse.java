package io.camelpg.operation;

import io.camelpg.catalog.Relation;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import java.util.function.Function;

/**
 * The table as a call takes it to be, which is read again, once, where it may not be so any more. Used by one thread.
 *
 * @param <T> what is known of it
 */
public final class TableInUse<T> {
    private final KnownTables<T> tables;
    private final Session session;
    private final Function<T, Relation> relation;
    private T table;
    private boolean current;

    /** Reads the catalog where nothing is known yet. */
    public TableInUse(KnownTables<T> tables, Session session, Function<T, Relation> relation) {
        this.tables = tables;
        this.session = session;
        this.relation = relation;
        this.current = !tables.knows(session);
        this.table = tables.get(session);
    }

    public T get() {
        return table;
    }

    /** @return whether the catalog was read just now, and not before in this call */
    public boolean renew() {
        if (current) {
            return false;
        }
        current = true;
        table = tables.renewed(session);
        return true;
    }

    /** Whether a value that does not fit may be one for the type that its column has by now. */
    public boolean isOtherNow(PgException failure) {
        String state = failure.sqlState();
        boolean value = failure.errorCode() == PgErrorCode.VALUE_REJECTED || (state != null && state.startsWith("22"));
        Relation before = relation.apply(table);
        return value && renew() && !before.equals(relation.apply(table));
    }
}
